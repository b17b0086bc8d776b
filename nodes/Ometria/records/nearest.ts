/** Edits (insert, delete, replace, swap of neighbours) from one text to the other, at most `limit + 1`. */
function distance(a: string, b: string, limit: number): number {
	if (Math.abs(a.length - b.length) > limit) return limit + 1;
	let before: number[] = [];
	let row = Array.from({ length: b.length + 1 }, (_, column) => column);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			const replace = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
			const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
			const swap = swapped ? before[j - 2] + 1 : Infinity;
			next.push(Math.min(replace, row[j] + 1, next[j - 1] + 1, swap));
		}
		[before, row] = [row, next];
	}
	return row[b.length];
}

function bare(name: string): string {
	return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Longest name that is compared: field names are short, and the work grows with the square. */
const LONGEST = 64;

/**
 * The name that was probably meant: the same but for case, underscores and the like, or a typing
 * error away.
 *
 * @returns one of the names, or undefined
 */
export function nearest(name: string, names: readonly string[]): string | undefined {
	const wanted = bare(name.slice(0, LONGEST + 1));
	if (wanted === '' || name.length > LONGEST) return undefined;
	const same = names.find((candidate) => bare(candidate) === wanted);
	if (same) return same;
	const limit = wanted.length > 8 ? 2 : wanted.length > 3 ? 1 : 0;
	let best: string | undefined;
	let fewest = limit + 1;
	for (const candidate of names) {
		const edits = distance(wanted, bare(candidate), limit);
		if (edits < fewest) [best, fewest] = [candidate, edits];
	}
	return best;
}
