/** A contact as in the workflows that are compared: the same for every contender. */
export function contact(i: number) {
	return {
		id: `c-${i}`,
		email: `person${i}@shop.example`,
		firstname: 'Ada',
		lastname: 'Byron',
		country_id: 'GB',
		properties: { loyalty_tier: 'gold', points: i },
	};
}

/** The same as the code of a Code node. */
export function contactsCode(count: number): string {
	return `const out = [];
for (let i = 0; i < ${count}; i++) out.push({ json: { id: \`c-\${i}\`, email: \`person\${i}@shop.example\`, firstname: 'Ada', lastname: 'Byron', country_id: 'GB', properties: { loyalty_tier: 'gold', points: i } } });
return out;`;
}
