/** Entities that WordPress writes into names; others are numbers. */
const ENTITIES: Readonly<Record<string, string>> = {
	amp: '&',
	apos: "'",
	copy: '©',
	deg: '°',
	euro: '€',
	gt: '>',
	hellip: '…',
	laquo: '«',
	ldquo: '“',
	lsquo: '‘',
	lt: '<',
	mdash: '—',
	nbsp: ' ',
	ndash: '–',
	pound: '£',
	quot: '"',
	raquo: '»',
	rdquo: '”',
	reg: '®',
	rsquo: '’',
	times: '×',
	trade: '™',
};
const ENTITY = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,8}));/g;
const TAG = /<\/?[a-zA-Z][^<>]*>/g;
const LAST_CODE_POINT = 0x10ffff;

function character(code: number, entity: string): string {
	return code > 0 && code <= LAST_CODE_POINT ? String.fromCodePoint(code) : entity;
}

/**
 * The text of a name in HTML: WooCommerce gives "Cap &ndash; Blue" for "Cap – Blue". Tags are left
 * out; an entity that is not known stays as it is.
 */
export function decodeHtml(html: string | undefined): string | undefined {
	const plain = html
		?.replace(TAG, '')
		.replace(ENTITY, (entity, decimal?: string, hex?: string, name?: string) => {
			if (decimal !== undefined) return character(Number(decimal), entity);
			if (hex !== undefined) return character(Number.parseInt(hex, 16), entity);
			return ENTITIES[name ?? ''] ?? entity;
		})
		.trim();
	return plain === '' ? undefined : plain;
}
