'use client';

import { useEffect, useState } from 'react';
import type { FieldsProps } from '@/components/custom-auth/start-form';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { COUNTRIES, countryOf } from '@/lib/custom-auth/country-rules';

/** Where the provider should see the sign-in come from; that of the browser's language is offered. */
export function CountryField({ errors, kept }: FieldsProps) {
  const [country, setCountry] = useState<string | null>(kept.country ?? null);
  useEffect(() => {
    setCountry((before) => before ?? countryOf(navigator.language));
  }, []);
  const names = new Intl.DisplayNames('en', { type: 'region' });
  return (
    <Field
      label="Country"
      name="country"
      isOptional
      isButtonControl
      error={errors.country}
      help="Yours. A sign-in from another country may look strange to the provider and be checked harder."
    >
      <Select
        name="country"
        value={country}
        onValueChange={setCountry}
        placeholder="Choose your country"
        options={COUNTRIES.map((code) => ({ value: code, label: names.of(code) ?? code })).sort(
          (a, b) => a.label.localeCompare(b.label, 'en'),
        )}
      />
    </Field>
  );
}
