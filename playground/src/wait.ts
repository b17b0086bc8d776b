/**
 * Waits until a check gives something.
 *
 * @param check undefined or a rejection means "not yet"
 * @param timeoutMs after this the wait fails, naming `what`
 */
export async function waitFor<T>(
	what: string,
	timeoutMs: number,
	check: () => Promise<T | undefined> | T | undefined,
): Promise<T> {
	const end = Date.now() + timeoutMs;
	let last: unknown;
	while (Date.now() < end) {
		try {
			const value = await check();
			if (value !== undefined) return value;
		} catch (error) {
			last = error;
		}
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	const why = last instanceof Error ? `: ${last.message}` : '';
	throw new Error(`${what} did not come within ${timeoutMs / 1000} s${why}`);
}
