/** Says who processes the payment, with a link to Paddle. */
import { useTranslations } from 'use-intl';
import { Icon } from '#client/ui/icon.tsx';

const paddleUrl = 'https://www.paddle.com';

export function SecurePayment() {
  const t = useTranslations('offers');
  return (
    <p className="row sm q">
      <Icon name="lock" size={16} />
      <span>
        {t.rich('secure', {
          paddle: (name) => (
            <a href={paddleUrl} target="_blank" rel="noreferrer">
              {name}
            </a>
          ),
        })}
      </span>
    </p>
  );
}
