/**
 * How one kind of option value is read. `parse` takes what a flag, an environment variable (text) or a
 * configuration file (any JSON value) holds, and throws an Error whose message says what is expected.
 */
export interface OptionType<T> {
  parse: (raw: unknown) => T;
  /** What stands behind the flag in the help; empty for a switch. */
  placeholder: string;
  /** The accepted values, for help and errors. */
  limits?: string;
}

export const text = (placeholder: string): OptionType<string> => ({
  placeholder,
  parse: (raw) => {
    if (typeof raw !== 'string' || raw === '') throw new Error('expected a text that is not empty');
    return raw;
  },
});

/** The name of a topic, by Kafka's rule. */
export const topicName: OptionType<string> = {
  placeholder: '<topic>',
  parse: (raw) => {
    if (typeof raw !== 'string' || !/^(?!\.{1,2}$)[A-Za-z0-9._-]{1,249}$/.test(raw)) {
      throw new Error(
        'expected the name of a topic, 1 to 249 of the letters A to Z and a to z, digits, ".", "_" and "-", ' +
          'and not "." or ".." alone',
      );
    }
    return raw;
  },
};

export const list = (placeholder: string): OptionType<string[]> => ({
  placeholder,
  parse: (raw) => {
    const items: unknown[] = Array.isArray(raw) ? raw : String(raw).split(',');
    const texts = items.map((item) => (typeof item === 'string' ? item.trim() : ''));
    if (texts.length === 0 || texts.includes('')) throw new Error('expected a comma-separated list');
    return texts;
  },
});

export const choice = <const C extends readonly string[]>(...choices: C): OptionType<C[number]> => ({
  placeholder: '<name>',
  limits: choices.join(' | '),
  parse: (raw) => {
    if (!choices.includes(raw as C[number])) throw new Error(`expected one of ${choices.join(', ')}`);
    return raw as C[number];
  },
});

export const integer = (min: number, max: number): OptionType<number> => ({
  placeholder: '<n>',
  limits: `${min} to ${max}`,
  parse: (raw) => {
    const value = typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : raw;
    if (!Number.isInteger(value) || (value as number) < min || (value as number) > max) {
      throw new Error(`expected a whole number from ${min} to ${max}`);
    }
    return value as number;
  },
});

export const number = (min: number, max: number): OptionType<number> => ({
  placeholder: '<x>',
  limits: `${min} to ${max}`,
  parse: (raw) => {
    const value = typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : raw;
    if (typeof value !== 'number' || !(value >= min && value <= max)) {
      throw new Error(`expected a number from ${min} to ${max}`);
    }
    return value;
  },
});

/** A switch: present or absent on the command line; 1/0, true/false, yes/no elsewhere. */
export const toggle: OptionType<boolean> = {
  placeholder: '',
  parse: (raw) => {
    if (typeof raw === 'boolean') return raw;
    const word = String(raw).toLowerCase();
    if (['1', 'true', 'yes', 'on'].includes(word)) return true;
    if (['0', 'false', 'no', 'off'].includes(word)) return false;
    throw new Error('expected true or false');
  },
};

/** A moment in ISO 8601, as Unix milliseconds; without a zone it is local time, as everywhere in JavaScript. */
export const moment: OptionType<number> = {
  placeholder: '<time>',
  parse: (raw) => {
    const time = typeof raw === 'string' && /^\d{4}-\d\d-\d\d/.test(raw) ? Date.parse(raw) : NaN;
    if (Number.isNaN(time))
      throw new Error('expected a time such as 2026-11-01T10:00 or 2026-11-01T10:00:00Z');
    return time;
  },
};
