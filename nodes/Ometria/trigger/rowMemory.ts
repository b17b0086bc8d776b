/** Characters of each hash: 48 bits, so that two of 50,000 are alike in 1 of 200,000 memories. */
const HASH = 8;

/** A row and its state, as hashes. */
export interface RowState {
	/** Equal for rows that are the same thing. */
	id: string;
	/** Equal while nothing about the row changes that counts. */
	state: string;
}

/** The row in one text, for telling pages of rows apart. */
export const keyOf = ({ id, state }: RowState): string => short(id) + short(state);

const short = (hash: string) => hash.slice(0, HASH).padEnd(HASH, '-');

/** The state in which each row was seen last; the rows seen last are at the end. */
export class RowMemory {
	private readonly states = new Map<string, string>();

	/** @param text what `text` gave */
	constructor(text = '') {
		for (let at = 0; at + 2 * HASH <= text.length; at += 2 * HASH) {
			this.states.set(text.slice(at, at + HASH), text.slice(at + HASH, at + 2 * HASH));
		}
	}

	get size(): number {
		return this.states.size;
	}

	/** @returns whether the row was not seen before, or last in another state */
	take(row: RowState): boolean {
		const [id, state] = [short(row.id), short(row.state)];
		const isNew = this.states.get(id) !== state;
		this.states.delete(id);
		this.states.set(id, state);
		return isNew;
	}

	/** Keys of the rows that were seen last, so many at most, the newest at the end. */
	last(count: number): string[] {
		return count > 0 ? Array.from(this.states, ([id, state]) => id + state).slice(-count) : [];
	}

	/** As text: {@link HASH} characters for a row and as many for its state. */
	text(most: number): string {
		return this.last(most).join('');
	}
}
