import type { FailureKind } from './outcome';

/** What happened to the records of a request that was not received. */
export interface Cause {
	kind: FailureKind;
	reason: string;
	message: string;
	httpStatus?: number;
}

export function causeOf(
	kind: FailureKind,
	reason: string,
	message: string,
	httpStatus?: number,
): Cause {
	return { kind, reason, message, ...(httpStatus !== undefined && { httpStatus }) };
}
