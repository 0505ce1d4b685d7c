import { z } from 'zod';

/** A key as the window writes it: `Ctrl+Shift+Z`. */
const keySchema = z.string().min(1).max(40);
const actionSchema = z.string().min(1).max(60);

/** The keys that a person has set otherwise than they come, by action; an empty list where the action is to have none. */
export const changedKeysSchema = z.record(actionSchema, z.array(keySchema).max(8));
export type ChangedKeys = z.infer<typeof changedKeysSchema>;

/** What is to change, by action: its keys from now on, or null for those that it comes with. */
export const changeKeysSchema = z.record(actionSchema, z.array(keySchema).max(8).nullable());
export type KeyChanges = z.infer<typeof changeKeysSchema>;
