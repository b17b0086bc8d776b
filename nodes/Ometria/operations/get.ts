import type { INodeProperties } from 'n8n-workflow';

import type { RateLimiter } from '../transport/rateLimiter';
import { type CallFailure, makeCall } from '../transport/request';
import { oneRow, type Row, simplify } from '../transport/rows';
import type { Session } from '../transport/session';
import { type Operation, OPERATION_POLICY } from './operation';
import type { Parameters } from './parameters';
import { simplifyOutput } from './readProperties';
import { runPerItem } from './runPerItem';

/** The request for one thing. */
export interface GetRequest {
	path: string;
	query?: Readonly<Record<string, string>>;
	/** Whether a row is the one that is asked for, where a query asks for it. */
	isOwn?: (row: Row) => boolean;
	/** What is said of a row that may be another one. */
	doubtOf?: (row: Row) => string | undefined;
}

interface GetDescription {
	/** Singular, lower case: "profile". */
	singular: string;
	description: string;
	properties: INodeProperties[];
	/** Fields of the simplified form; undefined for things that have few. */
	simple?: readonly string[];
	request: (parameters: Parameters) => GetRequest;
	limiter?: (session: Session) => RateLimiter;
}

/** What to say of one that is not found. */
export const notFoundOf = (singular: string) => ({
	message: `${capital(singular)} not found`,
	advice: 'Check the value that you look for.',
});

/** Gets one thing; an empty answer is one that is not found. */
export async function getRow(
	session: Session,
	{ path, query, isOwn }: GetRequest,
	limiter?: RateLimiter,
): Promise<{ ok: true; row: Row } | CallFailure> {
	const answer = await makeCall(
		session,
		{ path, query, read: oneRow(isOwn), limiter },
		OPERATION_POLICY,
	);
	if (!answer.ok) return answer;
	const { row, others } = answer.value;
	if (row) return { ok: true, row };
	const { httpStatus } = answer;
	const message = others > 0 ? `Ometria gave ${others} others` : 'The answer was empty';
	return { ok: false, kind: 'not_found', message, httpStatus };
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** An operation that gets one thing for each input item. */
export function getOperation({
	singular,
	description,
	properties,
	simple,
	request,
	limiter,
}: GetDescription): Operation {
	return {
		value: 'get',
		name: 'Get',
		action: `Get ${/^[aeio]/.test(singular) ? 'an' : 'a'} ${singular}`,
		description,
		properties: [...properties, ...(simple ? [simplifyOutput] : [])],
		async execute(context, session) {
			return await runPerItem<{ ok: true; row: Row }>(context, {
				failureMessage: `${capital(singular)} could not be read`,
				request: (parameters) => {
					const fields = simple && parameters.boolean(simplifyOutput) ? simple : undefined;
					const wanted = request(parameters);
					const { path, query, doubtOf } = wanted;
					return {
						key: JSON.stringify([path, query]),
						notFound: notFoundOf(singular),
						send: async () => await getRow(session, wanted, limiter?.(session)),
						items: ({ row }) => {
							const warning = doubtOf?.(row);
							return [{ ...simplify(row, fields), ...(warning !== undefined && { warning }) }];
						},
					};
				},
			});
		},
	};
}
