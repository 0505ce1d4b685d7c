/** What a saved model is made of: in a run's `best` folder, and in the folder of an exported one. */
export const modelFiles = ['model.json', 'weights.bin', 'metadata.json'] as const;
