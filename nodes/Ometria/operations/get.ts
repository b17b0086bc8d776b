import type { INodeProperties } from 'n8n-workflow';

import { readRow, simplify, type Row } from '../transport/rows';
import { makeCall } from '../transport/request';
import type { RateLimiter } from '../transport/rateLimiter';
import type { Session } from '../transport/session';
import { READ_PATIENCE, type Operation } from './operation';
import type { Parameters } from './parameters';
import { answerItems } from './runPerItem';
import { simplifyOutput } from './readProperties';

/** One thing that is asked for. */
export interface Sought {
	path: string;
	query?: Readonly<Record<string, string>>;
}

interface GetDescription {
	/** Singular, lower case: "profile". */
	noun: string;
	description: string;
	properties: INodeProperties[];
	/** Fields of the simplified form; undefined for things that have few. */
	simple?: readonly string[];
	sought: (parameters: Parameters) => Sought;
	limiter?: (session: Session) => RateLimiter;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** An operation that gets one thing for each input item. */
export function getOperation({
	noun,
	description,
	properties,
	simple,
	sought,
	limiter,
}: GetDescription): Operation {
	return {
		value: 'get',
		name: 'Get',
		action: `Get ${/^[aeio]/.test(noun) ? 'an' : 'a'} ${noun}`,
		description,
		properties: [...properties, ...(simple ? [simplifyOutput] : [])],
		async execute(context, session) {
			return await answerItems<{ ok: true; row: Row }>(context, {
				unable: `${capital(noun)} could not be read`,
				question: (parameters) => {
					// Read here as well: a wrong value is then this item's error, before any request.
					if (simple) parameters.flag(simplifyOutput);
					const { path, query } = sought(parameters);
					return {
						key: JSON.stringify([path, query]),
						notFound: {
							message: `${capital(noun)} not found`,
							advice: `Ometria has no ${noun} like this. Check what you look for; if nothing is ever found, check the base URL in the credential.`,
						},
						ask: async () => {
							const call = { path, query, read: readRow, limiter: limiter?.(session) };
							const answer = await makeCall(session, call, READ_PATIENCE);
							if (!answer.ok) return answer;
							const { row } = answer.value;
							return row
								? { ok: true, row }
								: {
										ok: false,
										kind: 'not_found',
										message: `No ${noun} found`,
										httpStatus: answer.httpStatus,
									};
						},
					};
				},
				items: ({ row }, parameters) => {
					const fields = simple && parameters.flag(simplifyOutput) ? simple : undefined;
					return [simplify(row, fields)];
				},
			});
		},
	};
}
