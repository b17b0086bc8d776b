import { createRequire } from 'node:module';
import { join } from 'node:path';

import type { checkRecord as CheckRecord } from '../nodes/Ometria/records';

/** From dist: what users run. */
const { checkRecord } = createRequire(__filename)(
	join(__dirname, '..', 'dist', 'nodes', 'Ometria', 'records', 'index.js'),
) as { checkRecord: typeof CheckRecord };

const RULES = {
	convertTypes: true,
	validation: 'standard',
	unknownFields: 'send',
	emptyValues: 'leaveOutEmptyTexts',
	excelDates: 'refuse',
	timezoneChosen: false,
	timezone: 'Europe/London',
} as const;

function line(i: number) {
	const variant_options = [{ type: 'size', id: 'm', label: 'M' }];
	const ids = { product_id: `p-${i}`, variant_id: `v-${i}`, sku: `SKU-${i}` };
	return {
		...ids,
		quantity: 2,
		unit_price: 25.5,
		subtotal: 51,
		discount: -5,
		total: 46,
		is_on_sale: false,
		variant_options,
	};
}

function order(i: number) {
	const address = { city: 'London', state: '', postcode: 'N1 9GU', country_code: 'GB' };
	return {
		id: `SO-${i}`,
		timestamp: '2026-01-15T10:05:00+00:00',
		status: 'complete',
		is_valid: true,
		currency: 'GBP',
		subtotal: 255,
		shipping: 4,
		tax: 8.33,
		grand_total: 234,
		store: 'shop.example/uk',
		customer: { id: '1001', email: 'ada@shop.example', firstname: 'Ada', lastname: 'Byron' },
		billing_address: address,
		shipping_address: address,
		lineitems: [0, 1, 2, 3, 4].map((n) => line(i + n)),
	};
}

/** As a shop or a sheet has it: numbers for ids, texts for amounts, a time without zone. */
function rawOrder(i: number) {
	const { lineitems, ...rest } = order(i);
	const money = { subtotal: '255.00', shipping: '4.00', tax: '8.33', grand_total: '234.00' };
	return {
		...rest,
		...money,
		id: i,
		timestamp: '2026-01-15 10:05:00',
		is_valid: 'true',
		lineitems: lineitems.map((row) => ({
			...row,
			product_id: i,
			quantity: '2',
			unit_price: '25.50',
		})),
	};
}

export interface CheckFigures {
	name: string;
	/** µs a record. */
	stringifyUs: number;
	checkUs: number;
}

function microseconds(records: object[], work: (record: object) => unknown): number {
	const runs = Array.from({ length: 5 }, () => {
		const start = process.hrtime.bigint();
		for (const record of records) work(record);
		return Number(process.hrtime.bigint() - start) / 1000 / records.length;
	});
	return runs.sort((a, b) => a - b)[2];
}

/** Measures checking beside serialising, both over the same records in the same process. */
export function measureChecks(count: number): CheckFigures[] {
	const kinds = {
		'already in the right types': order,
		'ids, amounts, counts, time and flag to convert': rawOrder,
	};
	return Object.entries(kinds).map(([name, make]) => {
		const records = Array.from({ length: count }, (_, i) => make(i));
		const check = (record: object) => {
			if (!checkRecord('order', record as Record<string, unknown>, RULES, true).ok)
				throw new Error('not valid');
		};
		return {
			name,
			stringifyUs: microseconds(records, (record) => JSON.stringify(record)),
			checkUs: microseconds(records, check),
		};
	});
}
