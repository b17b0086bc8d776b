import type { IExecuteFunctions, INodeProperties, NodeOperationError } from 'n8n-workflow';

import { isObject, parseJson } from '../utils/json';
import { formatUtc, parseTimeMs } from '../utils/time';
import { wrongParameter } from '../utils/wrongParameter';

/**
 * The parameters of one input item, checked. Each reader takes the parameter's own description and,
 * for one inside a collection, the collection's name. Each throws a NodeOperationError that names
 * the parameter, what is expected and what was found.
 */
export class Parameters {
	constructor(
		private readonly context: IExecuteFunctions,
		readonly item: number,
		/** Whether an expression that gives nothing is a wrong value instead of an absent one. */
		private readonly needsExpressions = false,
	) {}

	wrong({ displayName }: INodeProperties, expected: string, found: unknown): NodeOperationError {
		return wrongParameter(
			this.context.getNode(),
			{ parameter: displayName, expected, found },
			this.item,
		);
	}

	/** As n8n gives it; undefined where nothing was entered. */
	raw(property: INodeProperties, collection?: string): unknown {
		const name = collection === undefined ? property.name : `${collection}.${property.name}`;
		const fallback = collection === undefined ? property.default : '';
		const value: unknown = this.context.getNodeParameter(name, this.item, fallback);
		// n8n gives null for an expression that failed.
		if (
			this.needsExpressions &&
			(value === undefined || value === null) &&
			this.isExpression(property, collection)
		) {
			throw this.wrong(property, 'a value: its expression gives nothing for this item', value);
		}
		return value === '' || value === null ? undefined : value;
	}

	private isExpression({ name }: INodeProperties, collection?: string): boolean {
		const { parameters } = this.context.getNode();
		const holder: unknown = collection === undefined ? parameters : parameters[collection];
		const saved: unknown = isObject(holder) ? holder[name] : undefined;
		return typeof saved === 'string' && saved.startsWith('=');
	}

	optionalText(
		property: INodeProperties,
		collection?: string,
		expected = 'a text',
	): string | undefined {
		const value = this.raw(property, collection);
		if (value === undefined) return undefined;
		const text = typeof value === 'number' ? String(value) : value;
		if (typeof text !== 'string') throw this.wrong(property, expected, value);
		return text.trim() === '' ? undefined : text.trim();
	}

	text(property: INodeProperties, expected = 'a text', collection?: string): string {
		const text = this.optionalText(property, collection, expected);
		if (text === undefined) throw this.wrong(property, expected, '');
		return text;
	}

	/** An id as one step of a path. */
	pathStep(property: INodeProperties, id: string): string {
		// As a step of a path these two would lead to another endpoint.
		if (id === '.' || id === '..') throw this.wrong(property, 'an ID', id);
		// Half of a pair of UTF-16 units is no character and cannot be encoded.
		if (/\p{Surrogate}/u.test(id)) throw this.wrong(property, 'an ID of whole characters', id);
		return encodeURIComponent(id);
	}

	/** A text that looks like an e-mail address. */
	address(property: INodeProperties, text: string): string {
		if (!/^[^\s@]+@[^\s@]+$/.test(text)) throw this.wrong(property, 'an e-mail address', text);
		return text;
	}

	email(property: INodeProperties, collection?: string): string | undefined {
		const text = this.optionalText(property, collection, 'an e-mail address');
		return text === undefined ? undefined : this.address(property, text);
	}

	boolean(property: INodeProperties, collection?: string): boolean {
		const value = this.raw(property, collection) ?? property.default;
		if (typeof value !== 'boolean') throw this.wrong(property, 'true or false', value);
		return value;
	}

	wholeNumber(property: INodeProperties, collection?: string): number {
		const value = this.raw(property, collection) ?? property.default;
		const number = typeof value === 'string' ? Number(value) : value;
		if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 1) {
			throw this.wrong(property, 'a whole number from 1', value);
		}
		return number;
	}

	/** A point in time, as Ometria's filters take it. */
	time(property: INodeProperties, collection?: string): string | undefined {
		const value = this.raw(property, collection);
		if (value === undefined) return undefined;
		const ms = parseTimeMs(value, this.context.getTimezone());
		if (ms === undefined)
			throw this.wrong(property, 'a date and time such as 2026-01-15T09:30:00Z', value);
		return formatUtc(ms);
	}

	/** A resource locator's mode and value; an expression in its place may also give the value alone. */
	locator(property: INodeProperties, expected: string): { mode: string; value: string } {
		const raw = this.raw(property);
		const { mode, value }: { mode?: unknown; value?: unknown } = isObject(raw)
			? raw
			: { value: raw };
		const text = typeof value === 'number' ? String(value) : value;
		if (typeof text !== 'string' || text.trim() === '')
			throw this.wrong(property, expected, value ?? '');
		return { mode: typeof mode === 'string' ? mode : 'id', value: text.trim() };
	}

	/** What a parameter of type JSON holds: an object, as text or as it is. */
	object(property: INodeProperties): Record<string, unknown> {
		const value = this.raw(property);
		const expected = 'a JSON object such as {"contact": {"firstname": "Ada"}}';
		if (value === undefined) return {};
		const parsed: unknown = typeof value === 'string' ? parseJson(value) : value;
		if (!isObject(parsed)) throw this.wrong(property, expected, value);
		return parsed;
	}
}
