import { counted } from '../utils/text';
import type { RecordType } from './types';

/** The record types that Ometria knows, with their labels. */
export const RECORD_TYPE_LABELS: Record<RecordType, string> = {
	contact: 'Contact',
	custom_event: 'Custom Event',
	order: 'Order',
	product: 'Product',
};

/** How each record type is called in sentences. */
const SENTENCE_LABELS: Record<RecordType, { singular: string; plural: string }> = {
	contact: { singular: 'contact', plural: 'contacts' },
	product: { singular: 'product', plural: 'products' },
	order: { singular: 'order', plural: 'orders' },
	custom_event: { singular: 'custom event', plural: 'custom events' },
};

/** `1 contact`, `1,000 custom events`; `records` when the type is mixed or unknown. */
export function formatCount(count: number, type: RecordType | undefined): string {
	const { singular, plural } = type
		? SENTENCE_LABELS[type]
		: { singular: 'record', plural: 'records' };
	return counted(count, singular, plural);
}
