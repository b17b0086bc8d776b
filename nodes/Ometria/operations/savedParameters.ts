import type { INodeProperties } from 'n8n-workflow';

/** Whether a parameter as it is saved in the workflow is an expression. */
export function isExpression(saved: unknown): saved is `=${string}` {
	return typeof saved === 'string' && saved.startsWith('=');
}

/** Whether there is an expression anywhere in a parameter as it is saved in the workflow. */
export function hasExpression(saved: unknown): boolean {
	return typeof saved === 'object' && saved !== null
		? Object.values(saved).some(hasExpression)
		: isExpression(saved);
}

/** A member of an object or a list; undefined where it is not there. */
export function member(holder: unknown, step: string): unknown {
	return typeof holder === 'object' && holder !== null && Object.hasOwn(holder, step)
		? (holder as Record<string, unknown>)[step]
		: undefined;
}

/** Whether a parameter is saved with another value than its default. */
export function isChanged(saved: unknown, { default: unchanged }: INodeProperties): boolean {
	return saved !== undefined && JSON.stringify(saved) !== JSON.stringify(unchanged);
}

/** Whether a collection may give a member: one that was added, or any where it is one expression. */
export function mayGive(collection: unknown, name: string): boolean {
	return isExpression(collection) || member(collection, name) !== undefined;
}

/** Where the value of a parameter comes from. */
type Origin =
	/** It is saved as it is, or not at all. */
	| { kind: 'fixed' }
	/** There is an expression in it. */
	| { kind: 'evaluated'; saved: unknown }
	/** A group that holds it is one expression; `rest` leads from what that gives to the parameter. */
	| { kind: 'within'; whole: string; saved: string; rest: readonly string[] };

/** @param path names from the outermost group to the parameter */
export function originOf(parameters: unknown, path: readonly string[]): Origin {
	let saved: unknown = parameters;
	for (const [index, step] of path.entries()) {
		saved = member(saved, step);
		if (index === path.length - 1 || !isExpression(saved)) continue;
		const whole = path.slice(0, index + 1).join('.');
		return { kind: 'within', whole, saved, rest: path.slice(index + 1) };
	}
	return hasExpression(saved) ? { kind: 'evaluated', saved } : { kind: 'fixed' };
}

/** Variables of expressions that are the same for all items of a run. */
const OF_RUN = new Set(['$env', '$execution', '$now', '$secrets', '$today', '$vars', '$workflow']);

/** Whether an expression, or one within a group, can give a different value for each item. */
export function dependsOnItem(saved: unknown): boolean {
	if (typeof saved === 'object' && saved !== null) return Object.values(saved).some(dependsOnItem);
	if (!isExpression(saved)) return false;
	return (saved.match(/\$\w*/g) ?? []).some((name) => !OF_RUN.has(name));
}

/** `$json.name`, `$json["A Name"]`, `$json['A Name']`. */
const NAME_READ = /\$json(?:\?)?(?:\.([A-Za-z_$][\w$]*)|\[(?:"([^"\\]*)"|'([^'\\]*)')\])/g;

/** The names of the item's fields that the expressions in a saved parameter read, each once. */
export function namesRead(saved: unknown): string[] {
	if (typeof saved === 'object' && saved !== null) {
		return [...new Set(Object.values(saved).flatMap(namesRead))];
	}
	if (!isExpression(saved)) return [];
	const found = [...saved.matchAll(NAME_READ)];
	return [...new Set(found.map(([, name, double, single]) => name ?? double ?? single))];
}
