import { describe, expect, it } from 'vitest';
import { createCommandRegistry } from './command-registry';

const always = () => true;

describe('the registry of commands', () => {
  it('lets the last one act that is there and enabled', () => {
    const registry = createCommandRegistry();
    const calls: string[] = [];
    registry.register('done', { run: () => calls.push('first'), isEnabled: always });
    let isEnabled = true;
    const leave = registry.register('done', {
      run: () => calls.push('second'),
      isEnabled: () => isEnabled,
    });
    registry.run('done');
    isEnabled = false;
    registry.run('done');
    isEnabled = true;
    leave();
    registry.run('done');
    expect(calls).toEqual(['second', 'first', 'first']);
  });

  it('offers nothing that nobody does', () => {
    const registry = createCommandRegistry();
    expect(registry.isOffered('done')).toBe(false);
    expect(registry.run('done')).toBe(false);
    registry.register('done', { run: () => undefined, isEnabled: () => false });
    expect([registry.isOffered('done'), registry.isKnown('done')]).toEqual([false, true]);
  });

  it('tells when a handler leaves the key alone', () => {
    const registry = createCommandRegistry();
    registry.register('open', { run: () => false, isEnabled: always });
    expect(registry.run('open')).toBe(false);
  });
});

describe('undo', () => {
  it('takes back the latest deed, whoever came last to the screen', () => {
    const registry = createCommandRegistry();
    const calls: string[] = [];
    const deeds = ['018f-3', undefined];
    registry.register('undo', {
      run: () => calls.push(deeds.shift() ?? 'triage has nothing'),
      isEnabled: always,
      doneAs: () => deeds[0],
    });
    registry.register('undo', {
      run: () => calls.push('018f-2'),
      isEnabled: () => !calls.includes('018f-2'),
      doneAs: () => '018f-2',
    });
    registry.run('undo');
    registry.run('undo');
    registry.run('undo');
    expect(calls).toEqual(['018f-3', '018f-2', 'triage has nothing']);
  });
});
