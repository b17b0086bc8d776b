import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { Yielder } from '../../n8n/yielder';
import { type CallFailure, makeCall } from '../../transport/request';
import { readRows, type Row } from '../../transport/rows';
import type { Session } from '../../transport/session';
import { attempt } from '../../utils/attempt';
import { isObject } from '../../utils/json';
import { shown } from '../../utils/text';
import { OPERATION_POLICY } from '../operation';
import { itemParameters, type Parameters } from '../parameters';
import { member, originOf } from '../savedParameters';

/** Whether ids are numbers or texts is not documented; clients send numbers where they have digits. */
export function segmentId(text: string): string | number {
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

/**
 * Reads the IDs of segments for an item; none for a parameter that the operation does not have. Throws
 * a WrongParameter for what names none.
 */
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
	if (titled.length === 1) return { id: segmentId(String(titled[0].id)) };
	return {
		problem:
			titled.length === 0
				? `${what} is not an ID or name of a static segment`
				: `${what} is the name of ${titled.length} static segments, so it must be an ID`,
	};
}

/** What a parameter says for an item; a wrong value is said when its item is prepared. */
type Given = (item: number) => ReturnType<typeof attempt<ReadonlyArray<string | number>>>;

interface GivenParameter {
	given: Given;
	/** Where it comes from: `list` was chosen from the account's list, which has IDs. */
	from: 'list' | 'text' | 'expression';
}

/** Whether all of a saved parameter was chosen from the account's list, not typed or written otherwise. */
function isChosen(saved: unknown): boolean {
	if (typeof saved !== 'object' || saved === null) return false;
	if (isObject(saved) && 'mode' in saved) return saved.mode === 'list';
	return Object.values(saved).every(isChosen);
}

/** Reads a parameter; its expression is evaluated once for each item, however often it is asked for. */
function givenBy(
	context: IExecuteFunctions,
	{ property: { name }, group, read }: SegmentParameter,
): GivenParameter {
	const { parameters: saved } = context.getNode();
	const path = group === undefined ? [name] : [group, name];
	const parametersOf = itemParameters(context);
	const given: Given = (item) => attempt(() => read(parametersOf(item)));
	if (originOf(saved, path).kind === 'fixed') {
		return { given, from: isChosen(path.reduce<unknown>(member, saved)) ? 'list' : 'text' };
	}
	const known: Array<ReturnType<Given>> = [];
	return { given: (item) => (known[item] ??= given(item)), from: 'expression' };
}

/** Whether a parameter gives a name for any item. */
async function givesName(
	{ given, from }: GivenParameter,
	items: number,
	yielder: Yielder,
): Promise<boolean> {
	const different = from === 'expression' ? items : Math.min(items, from === 'text' ? 1 : 0);
	for (let item = 0; item < different; item++) {
		if (yielder.isDue()) await yielder.rest();
		const one = given(item);
		if ('value' in one && one.value.some(isName)) return true;
	}
	return false;
}

/**
 * Looks up segments that are named, not chosen. The account's list is read once, and only where a text
 * is not a whole number. Source: `GET /lists` (documented).
 *
 * @returns reads a parameter's segments for an item
 */
export async function segmentReader(
	context: IExecuteFunctions,
	session: Session,
	parameters: readonly SegmentParameter[],
): Promise<ReadSegments> {
	const known = new Map(parameters.map((one) => [one, givenBy(context, one)]));
	const yielder = new Yielder(session.clock);
	let isNeeded = false;
	for (const one of known.values()) {
		isNeeded ||= await givesName(one, context.getInputData().length, yielder);
	}
	const answer = isNeeded
		? await makeCall(session, { path: '/lists', query: {}, read: readRows }, OPERATION_POLICY)
		: undefined;
	const segments = answer?.ok ? answer.value : answer;
	return (of, parameter) => {
		const { given, from } = known.get(parameter) ?? {};
		const texts = given?.(of.item ?? 0);
		if (!texts) return [];
		if ('thrown' in texts) throw texts.thrown;
		return texts.value.map((text) => {
			if (typeof text === 'number') return text;
			if (segments === undefined || from === 'list' || !isName(text)) return segmentId(text);
			const found = find(segments, text);
			if ('id' in found) return found.id;
			throw of.refused(parameter.property, found.problem);
		});
	};
}
