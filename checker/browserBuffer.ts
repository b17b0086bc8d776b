const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Bytes with those methods of Node.js's Buffer that keeping the texts of records takes. */
class Bytes extends Uint8Array {
	write(text: string, start: number): number {
		return encoder.encodeInto(text, new Uint8Array(this.buffer, start)).written;
	}

	override toString(_encoding?: 'utf8', start = 0, end = this.length): string {
		return decoder.decode(new Uint8Array(this.buffer, start, end - start));
	}
}

/** Stands for Node.js's Buffer in the browser. The node measures records by it, and keeps their texts. */
export const Buffer = {
	byteLength: (text: string): number => encoder.encode(text).length,
	allocUnsafeSlow: (size: number): Bytes => new Bytes(size),
};
