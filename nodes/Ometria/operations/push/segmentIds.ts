import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { type CallFailure, makeCall } from '../../transport/request';
import { readRows, type Row } from '../../transport/rows';
import type { Session } from '../../transport/session';
import { attempt } from '../../utils/attempt';
import { shown } from '../../utils/text';
import { Yielder } from '../../utils/yielder';
import { READ_RETRY } from '../operation';
import { itemParameters, type Parameters } from '../parameters';
import { originOf } from '../savedParameters';

/** Whether ids are numbers or texts is not documented; clients send numbers where they have digits. */
export function listId(text: string): string | number {
	return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : text;
}

/** A parameter that names segments. */
export interface SegmentParameter {
	property: INodeProperties;
	/** Name of the collection that holds it. */
	group?: string;
	/** The texts that it gives; throws a WrongParameter for what is none. */
	read: (parameters: Parameters) => ReadonlyArray<string | number>;
}

/** Reads the IDs of segments; throws a WrongParameter for what names none. */
export type ReadSegments = (
	parameters: Parameters,
	parameter: SegmentParameter,
) => Array<string | number>;

const isName = (given: string | number) => typeof given === 'string' && !/^\d+$/.test(given);

/** Texts that differ in case only name the same. */
const sameName = (title: unknown, name: string) =>
	typeof title === 'string' && title.trim().toLowerCase() === name.toLowerCase();

/**
 * The static segment that a text names: by its ID, else by its title.
 *
 * @returns its ID, or why there is none
 */
function find(
	segments: readonly Row[] | CallFailure,
	name: string,
): { id: string | number } | { problem: string } {
	const what = shown(name);
	if ('kind' in segments) {
		return {
			problem: `${what} is not a whole number, and Ometria's segments could not be read to find its ID: ${segments.message}`,
		};
	}
	// The rules of a dynamic segment decide its contacts.
	const ids = segments
		.filter(({ type }) => type !== 'DYNAMIC')
		.flatMap(({ id, title }) =>
			(typeof id === 'string' && id !== '') || typeof id === 'number' ? [{ id, title }] : [],
		);
	const exact = ids.find(({ id }) => String(id) === name);
	if (exact) return { id: name };
	const titled = ids.filter(({ title }) => sameName(title, name));
	if (titled.length === 1) return { id: listId(String(titled[0].id)) };
	return {
		problem:
			titled.length === 0
				? `${what} is not an ID or name of a static segment`
				: `${what} is the name of ${titled.length} static segments, so it must be an ID`,
	};
}

/** Whether an expression gives a name for any item; a wrong value is said when its item is prepared. */
async function hasName(
	context: IExecuteFunctions,
	parameters: readonly SegmentParameter[],
	yielder: Yielder,
): Promise<boolean> {
	const parametersOf = itemParameters(context);
	const { length } = context.getInputData();
	for (let item = 0; item < length; item++) {
		if (yielder.isDue()) await yielder.rest();
		for (const { read } of parameters) {
			const given = attempt(() => read(parametersOf(item)));
			if ('value' in given && given.value.some(isName)) return true;
		}
	}
	return false;
}

/**
 * Looks up the names of segments that expressions give. The account's list is read once, and only where
 * a text is not a whole number. Source: `GET /lists` (documented).
 *
 * @returns reads a parameter's segments; what was chosen from the list is taken as it is
 */
export async function segmentReader(
	context: IExecuteFunctions,
	session: Session,
	parameters: readonly SegmentParameter[],
): Promise<ReadSegments> {
	const { parameters: saved } = context.getNode();
	const evaluated = parameters.filter(({ property: { name }, group }) => {
		const path = group === undefined ? [name] : [group, name];
		return originOf(saved, path).kind !== 'fixed';
	});
	const isNeeded = await hasName(context, evaluated, new Yielder(session.clock));
	const answer = isNeeded
		? await makeCall(session, { path: '/lists', query: {}, read: readRows }, READ_RETRY)
		: undefined;
	const segments = answer?.ok ? answer.value : answer;
	return (of, parameter) =>
		parameter.read(of).map((given) => {
			if (typeof given === 'number') return given;
			if (segments === undefined || !evaluated.includes(parameter) || !isName(given)) {
				return listId(given);
			}
			const found = find(segments, given);
			if ('id' in found) return found.id;
			throw of.refused(parameter.property, found.problem);
		});
}
