import { z } from 'zod';

import {
	dayExists,
	ISO_DATE,
	ISO_DATE_TIME,
	type Kind,
	type Shape,
} from '../../nodes/Ometria/records/field';
import { spreadsheetPhone } from '../../nodes/Ometria/records/kinds/text';
import { SHAPES } from '../../nodes/Ometria/records/schemas';
import type { RecordType } from '../../nodes/Ometria/records/types';

/** An integer is tolerated as an ID (Ometria's own shop extension sends one). */
const idSchema = z.union([z.string(), z.number()]);

function textSchema(form: Extract<Kind, { name: 'text' }>['form']): z.ZodTypeAny {
	if (form === 'id') return idSchema;
	if (form !== 'phone') return z.string();
	const whole = z.string().refine((text) => spreadsheetPhone(text) === undefined);
	// An object is the old form of a phone number.
	return z.union([whole, z.object({}).passthrough()]);
}

function schemaOf(kind: Kind): z.ZodTypeAny {
	switch (kind.name) {
		case 'text':
			return textSchema(kind.form);
		case 'isoCode':
			return z.string();
		case 'number':
			return z.number();
		case 'boolean':
			return z.boolean();
		case 'dateTime':
			return z.string().regex(ISO_DATE_TIME).refine(dayExists);
		case 'date':
			return z.string().regex(ISO_DATE).refine(dayExists);
		case 'choice':
			// Older pages of Ometria have true and false for a closed choice.
			return kind.closed
				? z.union([z.enum(kind.values as [string, ...string[]]), z.boolean()])
				: z.string();
		case 'openObject':
			return z.object({}).passthrough();
		case 'object':
			return objectSchema(kind.shape);
		case 'list':
			return z.array(kind.of === 'id' ? idSchema : z.string());
		case 'objects':
			return z.array(objectSchema(kind.shape));
	}
}

function objectSchema(shape: Shape): z.ZodTypeAny {
	// `null` is a value: it is sent, and Ometria decides what it does.
	const fields = Object.entries(shape).map(([name, { kind }]): [string, z.ZodTypeAny] => [
		name,
		schemaOf(kind).nullish(),
	]);
	return z.object(Object.fromEntries(fields)).passthrough();
}

/** The schema of each record type: all that is documented of it; further fields pass. */
export const SCHEMAS: Readonly<Record<RecordType, z.ZodTypeAny>> = {
	contact: objectSchema(SHAPES.contact),
	product: objectSchema(SHAPES.product),
	order: objectSchema(SHAPES.order),
	custom_event: objectSchema(SHAPES.custom_event),
};
