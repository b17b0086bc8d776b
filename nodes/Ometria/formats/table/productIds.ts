import type { Findings } from '../../records/findings';
import { cleanIdentifier } from '../../records/identifiers';
import type { Json } from '../types';
import type { ColumnPlan } from './plan';

/** How WooCommerce's export names a product that has no SKU. */
const BY_NUMBER = /^id:\s*(\d+)$/i;
const PARENT = 'parent_id';

function keyOf(value: unknown): string | undefined {
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	const key = cleanIdentifier(String(value));
	return key === '' ? undefined : key;
}

/** The IDs of a run's products by their SKUs and numbers, as a variant may name its product by those. */
export class ProductIds {
	private readonly ids = new Set<string>();
	/** '' for a key that several products have. */
	private readonly byKey = new Map<string, string>();

	/** Notes a row, whatever there is in it. */
	add({ columns, idHeading, otherIds }: ColumnPlan, json: Json): void {
		const id = keyOf(json[idHeading]);
		const parent = columns.find(({ field }) => field === PARENT);
		// A variant is not the product of another.
		if (id === undefined || !parent || keyOf(json[parent.heading]) !== undefined) return;
		this.ids.add(id);
		for (const heading of otherIds) {
			const key = keyOf(json[heading]);
			if (key === undefined || key === id) continue;
			const known = this.byKey.get(key);
			this.byKey.set(key, known === undefined || known === id ? id : '');
		}
	}

	/** Puts the ID of the product in the place of another key of it, and says so. */
	linkParent(findings: Findings, plan: ColumnPlan, record: Json): void {
		const given = keyOf(record[PARENT]);
		if (given === undefined) return;
		const isWooCommerce = plan.wooType !== undefined;
		const number = isWooCommerce ? BY_NUMBER.exec(given)?.[1] : undefined;
		const key = number ?? given;
		// WooCommerce names products by their SKUs, which may be numbers too.
		const known = isWooCommerce && number === undefined ? this.byKey.get(key) : undefined;
		const id = (known ?? (this.ids.has(key) ? key : this.byKey.get(key))) || undefined;
		if (id !== undefined) {
			record[PARENT] = id;
			if (id !== given) findings.add(PARENT, 'parent_by_other_key', { given, id });
		} else if (isWooCommerce && (number !== undefined || !plan.isBySku)) {
			findings.add(PARENT, 'parent_not_found', { given });
		}
	}
}
