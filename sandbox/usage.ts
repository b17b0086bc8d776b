/** An option, or what it names, that cannot be used; the message says what to correct. */
export class UsageError extends Error {}

/** Codes of Node.js for arguments and files that a user can correct. */
const OF_USER = /^(?:ERR_PARSE_ARGS_|ENOENT|EISDIR|EACCES)/;

/** What a user can correct, as a sentence; undefined where the error is a fault of the program. */
export function usageProblem(thrown: unknown): string | undefined {
	if (thrown instanceof UsageError) return thrown.message;
	const { code, message } = thrown as { code?: unknown; message?: unknown };
	return typeof code === 'string' && OF_USER.test(code) ? String(message) : undefined;
}
