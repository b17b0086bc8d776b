import { boolean, country, type FieldInfo, id, openObject, type Shape, text } from '../field';

/** Custom fields. Source: seen in public clients; custom events: Custom events (documented). */
export const properties = (more: Partial<FieldInfo> = {}) =>
	openObject({
		label: 'Properties',
		description:
			'Custom fields: each is created in Ometria first (at most 100 per type, archived ones count), its ID has no spaces, and all together are below 1,000 characters of JSON',
		example: { loyalty_tier: 'gold' },
		source: 'seen',
		...more,
	});

export const type = (value: string) =>
	text({
		label: 'Record Type',
		description: 'What the record is',
		example: value,
		source: 'documented',
	});

export const merge = boolean({
	label: 'Merge',
	description: 'Whether fields that are not sent keep their stored values',
	example: true,
	source: 'documented',
});

/** Category, brand, size and the like. Source: third-party description, seen in public clients. */
export const labelShape: Shape = {
	type: text({
		label: 'Type',
		description: 'What is told, such as category or size',
		example: 'brand',
		source: 'described',
		required: 'create',
	}),
	id: id({
		label: 'ID',
		description: 'Identifies the value',
		example: 'acme',
		source: 'described',
		required: 'create',
	}),
	label: text({
		label: 'Label',
		description: 'The value as people read it',
		example: 'Acme',
		source: 'described',
		required: 'create',
	}),
};

/** Exactly these four; no street. Source: third-party description. */
export const addressShape: Shape = {
	city: text({
		label: 'City',
		description: 'Town or city',
		example: 'London',
		source: 'described',
	}),
	state: text({
		label: 'State',
		description: 'State, province or county',
		example: '',
		source: 'described',
	}),
	postcode: text({
		label: 'Postcode',
		description: 'Postcode or ZIP code',
		example: 'N1 9GU',
		source: 'described',
	}),
	country_code: country({
		label: 'Country',
		description: 'Two letters',
		example: 'GB',
		source: 'described',
	}),
};
