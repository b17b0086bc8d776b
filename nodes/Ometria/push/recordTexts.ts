import type { RecordType } from '../records';
import { BYTES_PER_CHARACTER } from '../utils/json';
import type { RecordIndex, RecordIndexes } from './outcome';

/** Bytes of a block; the first ones of a type are smaller, as most runs are small. */
const BLOCK_BYTES = 1024 * 1024;
const FIRST_BLOCK_BYTES = 16 * 1024;
const GROWTH = 4;
const COMMA = 0x2c;
const SPACE = 0x20;
const OPENING = 0x5b;
const CLOSING = 0x5d;
/** What is between two texts: a comma and a space, which become the brackets between two bodies. */
const BETWEEN = 2;

/** A part of memory that holds texts one behind the other, with room for a bracket before the first. */
interface Block {
	bytes: Buffer;
	size: number;
	/** Position of the next text. */
	end: number;
	/** Texts that are still needed. */
	needed: number;
	number: number;
}

const NONE = -1;

/**
 * The JSON texts of a run's records until Ometria has received them, as UTF-8. They lie in a few large
 * blocks outside of V8's heap: a million strings would slow down each garbage collection, and the body
 * of a request is a part of a block mostly, so that it takes no memory of its own.
 */
export class RecordTexts {
	/** Undefined for a block of which no text is needed. */
	private readonly blocks: Array<Block | undefined> = [];
	/** The last block of each type. */
	private readonly open = new Map<RecordType, Block>();
	/** Of each record the number of its block times {@link BLOCK_BYTES}, and its position there. */
	private readonly places: number[] = [];
	/** Bytes of each text. */
	private readonly lengths: number[] = [];

	/** Keeps the text of a record. Records are set in their order; those between have none. */
	set(record: RecordIndex, type: RecordType, text: string): void {
		while (this.places.length < record) this.push(NONE, 0);
		const block = this.blockFor(type, text);
		const { bytes, end: start } = block;
		const length = bytes.write(text, start);
		bytes[start + length] = COMMA;
		bytes[start + length + 1] = SPACE;
		block.end = start + length + BETWEEN;
		block.needed++;
		this.push(block.number * BLOCK_BYTES + start, length);
	}

	/** @returns the text of a record; '' where there is none, or once its memory is freed */
	text(record: RecordIndex): string {
		const { bytes, start } = this.find(record);
		return bytes?.toString('utf8', start, start + this.lengths[record]) ?? '';
	}

	/**
	 * The body of a request: the texts of its records as a list.
	 *
	 * @param isFirst whether no body with any of these records was made before. The memory of the
	 * earlier one may still be on its way to the server.
	 * @returns it may share memory with the texts; it stays as it is, also when they are dropped
	 */
	body(records: RecordIndexes, isFirst: boolean): Buffer {
		const last = records[records.length - 1];
		const { bytes, start } = this.find(records[0]);
		if (bytes && isFirst && this.areNeighbours(records)) {
			const end = start + (this.places[last] - this.places[records[0]]) + this.lengths[last];
			bytes[start - 1] = OPENING;
			bytes[end] = CLOSING;
			return bytes.subarray(start - 1, end + 1);
		}
		let length = 1;
		for (const record of records) length += this.lengths[record] + 1;
		const body = Buffer.allocUnsafe(length);
		body[0] = OPENING;
		let end = 1;
		for (const record of records) {
			const { bytes: source, start: from } = this.find(record);
			if (source) end += source.copy(body, end, from, from + this.lengths[record]);
			body[end++] = COMMA;
		}
		body[end - 1] = CLOSING;
		return body;
	}

	/** Frees the text of a record that is not sent again, as soon as its neighbours are not needed either. */
	drop(record: RecordIndex): void {
		const place = this.places[record] ?? NONE;
		if (place === NONE) return;
		this.places[record] = NONE;
		const number = Math.floor(place / BLOCK_BYTES);
		const block = this.blocks[number];
		if (block && --block.needed === 0) this.blocks[number] = undefined;
	}

	private push(place: number, length: number): void {
		this.places.push(place);
		this.lengths.push(length);
	}

	private find(record: RecordIndex): { bytes: Buffer | undefined; start: number } {
		const place = this.places[record] ?? NONE;
		if (place === NONE) return { bytes: undefined, start: 0 };
		return {
			bytes: this.blocks[Math.floor(place / BLOCK_BYTES)]?.bytes,
			start: place % BLOCK_BYTES,
		};
	}

	/** Whether each text lies directly behind the one before, as those of one block do. */
	private areNeighbours(records: RecordIndexes): boolean {
		for (let index = 1; index < records.length; index++) {
			const before = records[index - 1];
			const next = this.places[before] + this.lengths[before] + BETWEEN;
			if (this.places[records[index]] !== next) return false;
		}
		return true;
	}

	private blockFor(type: RecordType, text: string): Block {
		const open = this.open.get(type);
		// Measuring a text takes longer than to leave some room unused.
		const needed = text.length * BYTES_PER_CHARACTER + BETWEEN;
		if (open && open.end + needed <= open.bytes.length) return open;
		const size = open ? Math.min(open.size * GROWTH, BLOCK_BYTES) : FIRST_BLOCK_BYTES;
		const block: Block = {
			bytes: Buffer.allocUnsafeSlow(Math.max(size, 1 + needed)),
			size,
			end: 1,
			needed: 0,
			number: this.blocks.length,
		};
		this.blocks.push(block);
		this.open.set(type, block);
		return block;
	}
}
