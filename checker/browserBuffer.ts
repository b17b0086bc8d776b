const encoder = new TextEncoder();

/** Stands for Node.js's Buffer in the browser: the node measures records by it. */
export const Buffer = {
	byteLength: (text: string): number => encoder.encode(text).length,
};
