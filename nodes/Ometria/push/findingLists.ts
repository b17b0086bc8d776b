import type { Finding } from '../records';

/** Findings of the records of a run. Each list is kept once: records mostly share a few of them. */
export class FindingLists {
	private readonly lists: Array<readonly Finding[]> = [];
	private readonly numbers = new Map<string, number>();

	/** @param most lists that are kept */
	constructor(private readonly most: number) {}

	/** @returns from 1 the number of a list like this one; 0 when there is no room for one more */
	add(findings: readonly Finding[]): number {
		let key = '';
		for (const { reason, field, message, unknown } of findings) {
			key += `${reason}\n${field}\n${message}\n`;
			// The message does not name them all.
			if (unknown) for (const { path } of unknown.fields) key += `${path}\n`;
		}
		let number = this.numbers.get(key);
		if (number === undefined) {
			if (this.lists.length >= this.most) return 0;
			number = this.lists.push(findings);
			this.numbers.set(key, number);
		}
		return number;
	}

	/** @param number as {@link add} gave it, from 1 */
	get(number: number): readonly Finding[] {
		return this.lists[number - 1];
	}
}
