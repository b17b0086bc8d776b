/** What a function came to: its value, or what it threw, to be looked at outside of a catch. */
export function attempt<T>(run: () => T): { value: T } | { thrown: unknown } {
	try {
		return { value: run() };
	} catch (thrown) {
		return { thrown };
	}
}
