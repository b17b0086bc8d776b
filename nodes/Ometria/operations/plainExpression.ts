/** What a plain expression gives where it is n8n's to say. */
export const NOT_PLAIN = Symbol('n8n decides');

/**
 * Reads what a plain expression names from an item's JSON.
 *
 * @returns the value that n8n would give, or {@link NOT_PLAIN}
 */
export type PlainExpression = (json: unknown) => unknown;

interface Step {
	name: string;
	/** Whether it was written as a number: `[0]`. */
	isIndex: boolean;
	/** `?.`: where there is nothing before it, the whole gives nothing. */
	isOptional: boolean;
}

const SPACE = '[ \\t\\r\\n]*';
const WHOLE = new RegExp(`^=\\{\\{${SPACE}\\$json((?:[^{}\\\\\`])*?)${SPACE}\\}\\}$`);
/** `.name`, `?.name`, `["name"]`, `['name']`, `[0]`, `?.["name"]`. */
const STEP =
	/(?:(\?)?\.([A-Za-z_$][\w$]*)|(\?\.)?\[(?:"([^"\\\r\n\u2028\u2029]*)"|'([^'\\\r\n\u2028\u2029]*)'|(0|[1-9]\d{0,8}))\])/y;

/** Names that all objects have, or that n8n refuses or replaces in expressions. */
const OWN_WAY = new Set([
	...Object.getOwnPropertyNames(Object.prototype),
	...Object.getOwnPropertyNames(Function.prototype),
	'prototype',
	'getPrototypeOf',
	'setPrototypeOf',
	'mainModule',
	'binding',
	'_linkedBinding',
	'_load',
	'prepareStackTrace',
	'getBuiltinModule',
	'dlopen',
	'execve',
	'loadEnvFile',
	...['globalThis', 'global', 'window', 'self', 'document', 'process', 'require', 'module', 'eval'],
	...['Function', 'Reflect', 'Proxy', 'Promise', 'Buffer', 'this', '$json', '$input'],
	'isProxy',
	'toJSON',
	'then',
]);

const isOwnWay = (name: string) => OWN_WAY.has(name) || name.startsWith('__');

function stepsOf(text: string): Step[] | undefined {
	const steps: Step[] = [];
	STEP.lastIndex = 0;
	while (STEP.lastIndex < text.length) {
		const match = STEP.exec(text);
		if (!match) return undefined;
		const [, optionalDot, name, optionalBracket, double, single, index] = match;
		steps.push({
			name: name ?? double ?? single ?? index,
			isIndex: index !== undefined,
			isOptional: optionalDot !== undefined || optionalBracket !== undefined,
		});
	}
	return steps;
}

function isPlainObject(value: object): boolean {
	return Object.getPrototypeOf(value) === Object.prototype;
}

/** Whether n8n gives a value on as it is: JSON, without what has a form of its own (dates, files). */
function isJson(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) {
		return (
			typeof value === 'string' ||
			typeof value === 'boolean' ||
			value === null ||
			Number.isFinite(value)
		);
	}
	if (Array.isArray(value)) return value.every(isJson);
	return (
		isPlainObject(value) &&
		Object.entries(value).every(([name, inner]) => !isOwnWay(name) && isJson(inner))
	);
}

/**
 * Reads an expression that only names a value of the item, as drag and drop in the editor writes it:
 * `={{ $json.email }}`, `={{ $json["First Name"] }}`, `={{ $json.lines[0]?.sku }}`. n8n takes up to
 * 0.7 ms for each.
 *
 * @param saved the parameter as it is saved in the workflow
 * @returns undefined for every other expression: n8n evaluates it
 */
export function plainExpression(saved: string): PlainExpression | undefined {
	const path = WHOLE.exec(saved)?.[1];
	const steps = path === undefined ? undefined : stepsOf(path);
	if (!steps || steps.length === 0 || steps.some(({ name }) => isOwnWay(name))) return undefined;
	return (json) => {
		let value = json;
		for (const { name, isIndex, isOptional } of steps) {
			if (value === undefined || value === null) return isOptional ? undefined : NOT_PLAIN;
			if (typeof value !== 'object') return NOT_PLAIN;
			if (Array.isArray(value) ? !isIndex : !isPlainObject(value)) return NOT_PLAIN;
			value = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
		}
		return typeof value === 'string' || value === undefined || isJson(value) ? value : NOT_PLAIN;
	};
}
