export * from '../../../src-main/contract/mark-paths.ts';
