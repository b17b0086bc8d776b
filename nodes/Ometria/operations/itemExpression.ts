import { isObject } from '../utils/json';
import { NOT_PLAIN, type PlainExpression, plainExpression } from './plainExpression';
import { hasExpression, isExpression } from './savedParameters';

/** Gives the value of a parameter for an input item. */
export type ReadItem = (item: number) => unknown;

function isSame(one: unknown, other: unknown): boolean {
	return (
		Object.is(one, other) ||
		(typeof one === 'object' && JSON.stringify(one) === JSON.stringify(other))
	);
}

/** The plain expression that a saved parameter is; for a resource locator, that in its value. */
function plainIn(saved: unknown): PlainExpression | undefined {
	if (isExpression(saved)) return plainExpression(saved);
	if (!isObject(saved) || !('__rl' in saved) || !isExpression(saved.value)) return undefined;
	const { value: expression, ...rest } = saved;
	const read = hasExpression(rest) ? undefined : plainExpression(expression);
	return (
		read &&
		((json) => {
			const value = read(json);
			return value === NOT_PLAIN ? NOT_PLAIN : { ...saved, value };
		})
	);
}

/**
 * Reads a parameter that holds an expression: directly where it only names a value of the item, and
 * else by n8n. Where n8n finds something else for the first item, it is asked for all.
 *
 * @param saved the parameter as it is saved in the workflow
 * @param jsonOf the JSON of an input item
 * @param evaluate what n8n gives for an item
 */
export function readerOf(
	saved: unknown,
	jsonOf: (item: number) => unknown,
	evaluate: ReadItem,
): ReadItem {
	const plain = plainIn(saved);
	if (!plain) return evaluate;
	let isTrusted: boolean | undefined;
	return (item) => {
		const value = isTrusted === false ? NOT_PLAIN : plain(jsonOf(item));
		if (value === NOT_PLAIN || isTrusted) return value === NOT_PLAIN ? evaluate(item) : value;
		isTrusted = false;
		const given = evaluate(item);
		isTrusted = isSame(value, given);
		return given;
	};
}
