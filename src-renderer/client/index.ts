export { createStudioClient, type StudioClient } from './client.ts';
export { connectStudio, type StudioConnection } from './connect.ts';
export { Connection, type ConnectionState } from './connection.ts';
export { filtersAddress, findingAddress, pictureAddress, reportAddress } from './pictures.ts';
