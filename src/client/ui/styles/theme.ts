/** Applies docs/design-language.md to Mantine: sets its palette and maps its variables to the portal's tokens. */
import { Button, type CSSVariablesResolver, createTheme, type VariantColorsResolver } from '@mantine/core';
import { BusyButton } from '#client/ui/busy-button.tsx';
import classes from './controls.module.css';

const buttonSizes = {
  md: { height: 'var(--ctl-h)', padding: '.875rem', fontSize: '.875rem' },
  lg: { height: '2.75rem', padding: '1.25rem', fontSize: 'var(--t-md)' },
} as const;

interface VariantColors {
  background: string;
  hover: string;
  color: string;
  border: string;
}

/**
 * The only button variants: `default`, `ink` for the main action, `accent` for a purchase, `danger` for deleting the
 * account, and `plain` for the least prominent.
 */
const variants: Readonly<Record<string, VariantColors>> = {
  default: {
    background: 'var(--surface)',
    hover: 'var(--sunken)',
    color: 'var(--ink)',
    border: '1px solid var(--control)',
  },
  ink: {
    background: 'var(--ink)',
    hover: 'var(--ink)',
    color: 'var(--on-ink)',
    border: '1px solid var(--ink)',
  },
  accent: {
    background: 'var(--accent)',
    hover: 'var(--accent-hover)',
    color: 'var(--on-accent)',
    border: '1px solid var(--accent)',
  },
  danger: {
    background: 'var(--danger)',
    hover: 'var(--danger)',
    color: 'var(--surface)',
    border: '1px solid var(--danger)',
  },
  plain: {
    background: 'transparent',
    hover: 'var(--sunken)',
    color: 'var(--ink)',
    border: '1px solid transparent',
  },
};

const none: VariantColors = { background: '', hover: '', color: '', border: '' };
const variantColorResolver: VariantColorsResolver = ({ variant }) => variants[variant] ?? none;

export const theme = createTheme({
  white: '#FFFFFF',
  black: '#211E1A',
  primaryColor: 'ink',
  primaryShade: { light: 7, dark: 3 },
  autoContrast: true,
  defaultRadius: 6,
  fontFamily: 'var(--sans)',
  fontFamilyMonospace: 'var(--mono)',
  respectReducedMotion: true,
  activeClassName: '',
  focusClassName: classes.focus ?? '',
  colors: {
    gray: [
      '#FAF9F7',
      '#F3F1ED',
      '#ECE8E2',
      '#E5E1DA',
      '#8A8378',
      '#7A7369',
      '#6B645A',
      '#555047',
      '#35322E',
      '#211E1A',
    ],
    dark: [
      '#F3F0EB',
      '#C2BBB0',
      '#A19A8F',
      '#938C81',
      '#7F786E',
      '#242220',
      '#1C1A18',
      '#1C1A18',
      '#151412',
      '#0E0D0C',
    ],
    ink: [
      '#FAF9F7',
      '#F3F1ED',
      '#E5E1DA',
      '#F3F0EB',
      '#D9D4CB',
      '#8A8378',
      '#555047',
      '#211E1A',
      '#3A362F',
      '#151412',
    ],
  },
  fontSizes: { xs: '.75rem', sm: '.8125rem', md: '.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  variantColorResolver,
  components: {
    Button: Button.extend({
      defaultProps: { variant: 'default', size: 'md', component: BusyButton },
      classNames: { root: classes.button, inner: classes.buttonInner, label: classes.buttonLabel },
      vars: (_theme, { size }) => {
        const { height, padding, fontSize } = buttonSizes[size === 'lg' ? 'lg' : 'md'];
        return {
          root: { '--button-height': height, '--button-padding-x': padding, '--button-fz': fontSize },
        };
      },
    }),
    // These components are configured by name, because calling their `extend` method would import them on every page.
    InputWrapper: {
      classNames: {
        root: classes.field,
        label: classes.fieldLabel,
        description: classes.fieldHint,
        error: classes.fieldError,
      },
    },
    Input: { classNames: { wrapper: classes.inputWrapper, input: classes.input } },
    Menu: {
      classNames: {
        dropdown: classes.menu,
        label: classes.menuLabel,
        item: classes.menuItem,
        divider: classes.menuDivider,
      },
    },
    Modal: {
      classNames: {
        inner: classes.modalInner,
        content: classes.modal,
        overlay: classes.modalOverlay,
        title: classes.modalTitle,
        close: classes.modalClose,
        body: classes.modalBody,
      },
    },
  },
});

/** All colors come from tokens.css, so both themes use the same variables. */
export const cssVariablesResolver: CSSVariablesResolver = () => {
  const variables = {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-2)',
    '--mantine-color-error': 'var(--danger)',
    '--mantine-color-placeholder': 'var(--ink-3)',
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-hover': 'var(--sunken)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--control)',
  };
  return { variables: {}, light: variables, dark: variables };
};
