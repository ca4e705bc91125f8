import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { FixOffer } from '../../fixes/fix.schema.ts';
import { Dialog } from '../shell/dialog.tsx';
import { FixForm } from './fix-form.tsx';
import { FixPreviewStep } from './fix-preview.tsx';
import type { FixTarget, Values } from './fix-queries.ts';

/** A fix from its form to its page: say what is meant, look at what it does, apply; what comes of it is told there. */
export function FixDialog(props: { target: FixTarget; offer: FixOffer | null; close: () => void }) {
  const { offer, close } = props;
  return (
    <Dialog opened={offer !== null} close={close} title={offer?.title ?? ''} wide keepOpen>
      {offer !== null && <Steps target={props.target} offer={offer} close={close} />}
    </Dialog>
  );
}

function Steps({ target, offer, close }: { target: FixTarget; offer: FixOffer; close: () => void }) {
  const [values, setValues] = useState<Values>({});
  const [step, setStep] = useState<'form' | 'preview'>('form');
  const navigate = useNavigate();
  if (step === 'form')
    return (
      <FixForm
        offer={offer}
        values={values}
        close={close}
        next={(filled) => {
          setValues(filled);
          setStep('preview');
        }}
      />
    );
  return (
    <FixPreviewStep
      target={target}
      offer={offer}
      values={values}
      back={() => setStep('form')}
      close={close}
      done={({ id }) => void navigate({ to: '/fixes/$id', params: { id: String(id) } })}
    />
  );
}
