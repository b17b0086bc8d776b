/**
 * Makes `shift` of a large array quick, by taking the entries from the end of the reversed array.
 *
 * With On Error: Continue (using error output), n8n takes the items of an output off its front one by
 * one. Once there are more than some 16,000, V8 moves all that are left each time: 100,000 items held
 * n8n for 7 s, and a million for 8 minutes.
 *
 * @param items to be emptied by `shift` alone: their order is lost with the first one
 * @returns the same array
 */
export function withFastShift<T>(items: T[]): T[] {
	let isReversed = false;
	const shift = (): T | undefined => {
		if (!isReversed) items.reverse();
		isReversed = true;
		return items.pop();
	};
	return Object.defineProperty(items, 'shift', { value: shift });
}
