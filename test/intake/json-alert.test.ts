import { describe, expect, test } from 'vitest';
import { alertFieldsOf } from '../../src/intake/json-alert.ts';

describe('alertFieldsOf', () => {
  test('takes titles and short fields wherever they stand, the outer ones first', () => {
    const body = {
      alerts: [{ status: 'firing', labels: { alertname: 'Inner', instance: 'edge-1' } }],
      status: 'resolved',
      title: 'Outer',
    };
    expect(alertFieldsOf(body)).toEqual({
      titles: ['Outer', 'Inner'],
      fields: [
        { name: 'status', value: 'resolved' },
        { name: 'status', value: 'firing' },
        { name: 'instance', value: 'edge-1' },
      ],
    });
  });

  test.each([
    ['a text', 'status: resolved'],
    ['nothing', null],
    ['numbers', { status: 1, title: 2 }],
    ['long texts', { title: 'x'.repeat(201) }],
  ])('takes nothing from %s', (_, body) => {
    expect(alertFieldsOf(body)).toEqual({ titles: [], fields: [] });
  });

  test('shows no secret and nothing invisible', () => {
    const { titles } = alertFieldsOf({ title: 'a\u202eb password=hunter2hunter2' });
    expect(titles).toEqual(['ab password=[redacted]']);
  });

  test('is bounded, however many there are and however deep', () => {
    const many = Object.fromEntries(
      Array.from({ length: 999 }, (_, at) => [`k${at}`, { title: 't' }]),
    );
    let deep: object = { title: 'deep' };
    for (let depth = 0; depth < 2000; depth += 1) deep = { deep };
    expect(alertFieldsOf(many).titles.length).toBeLessThanOrEqual(60);
    expect(alertFieldsOf(deep).titles).toEqual([]);
  });
});
