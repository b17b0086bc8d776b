/** What a function came to: its value, or what it threw, to be looked at outside of a catch. */
export function attempt<T>(run: () => T): { value: T } | { thrown: unknown } {
	try {
		return { value: run() };
	} catch (thrown) {
		return { thrown };
	}
}

/** The same for a function that may have to wait. */
export async function attemptAsync<T>(
	run: () => T | Promise<T>,
): Promise<{ value: T } | { thrown: unknown }> {
	try {
		return { value: await run() };
	} catch (thrown) {
		return { thrown };
	}
}
