import type { RecordType } from './types';

/** The record types that Ometria knows, with their labels. */
export const RECORD_TYPE_LABELS: Record<RecordType, string> = {
	contact: 'Contact',
	custom_event: 'Custom Event',
	order: 'Order',
	product: 'Product',
};

/** How each record type is called in sentences. */
const NOUNS: Record<RecordType, { one: string; many: string }> = {
	contact: { one: 'contact', many: 'contacts' },
	product: { one: 'product', many: 'products' },
	order: { one: 'order', many: 'orders' },
	custom_event: { one: 'custom event', many: 'custom events' },
};

/** `1 contact`, `1,000 custom events`; `records` when the type is mixed or unknown. */
export function counted(count: number, type: RecordType | undefined): string {
	const { one, many } = type ? NOUNS[type] : { one: 'record', many: 'records' };
	return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}
