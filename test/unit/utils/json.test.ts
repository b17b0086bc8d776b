import { without } from '../../../nodes/Ometria/utils/json';

test('a copy without a field has all the others, "__proto__" too', () => {
	const object = JSON.parse('{"a":1,"b":"","__proto__":{"c":2}}') as Record<string, unknown>;
	expect(JSON.stringify(without(object, 'b'))).toBe('{"a":1,"__proto__":{"c":2}}');
	expect(object.b).toBe('');
});

test('an object that lacks the field is not copied', () => {
	const object = { a: 1 };
	expect(without(object, 'b')).toBe(object);
});
