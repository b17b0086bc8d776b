import type { INodeProperties } from 'n8n-workflow';

import type { EmptyParameter } from '../../push/warnings';
import { originOf } from '../savedParameters';

/** A parameter whose expression is watched, and which values of the setting say nothing of it. */
export interface Watched<T> {
	property: INodeProperties;
	/** Name of the collection that holds it. */
	group?: string;
	isEmpty: (value: T) => boolean;
}

/** Finds expressions that give nothing for any item, mostly for a spelling mistake in them. */
export class EmptyExpressions {
	/** By label: for how many items it gave nothing; undefined once it gave something. */
	private readonly found = new Map<string, number | undefined>();

	/** @param saved the parameters of the node as they are saved in the workflow */
	constructor(private readonly saved: unknown) {}

	/** The same setting, whose values are looked at. It is read for each item in their order. */
	watched<T>(
		read: (item: number) => T,
		parameters: ReadonlyArray<Watched<T>>,
	): (item: number) => T {
		// A group that is one expression may leave out what it does not set.
		const evaluated = parameters.filter(({ property: { name }, group }) => {
			const path = group === undefined ? [name] : [group, name];
			return originOf(this.saved, path).kind === 'evaluated';
		});
		if (evaluated.length === 0) return read;
		let last: number | undefined;
		return (item) => {
			const value = read(item);
			if (item === last) return value;
			last = item;
			for (const { property, isEmpty } of evaluated) this.note(property, isEmpty(value));
			return value;
		};
	}

	private note({ displayName }: INodeProperties, isEmpty: boolean): void {
		const items = this.found.has(displayName) ? this.found.get(displayName) : 0;
		this.found.set(displayName, isEmpty && items !== undefined ? items + 1 : undefined);
	}

	list(): EmptyParameter[] {
		return [...this.found].flatMap(([name, items]) => (items === undefined ? [] : { name, items }));
	}
}
