import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';
import { text } from '../text/text.ts';

const iris: MantineColorsTuple = [
  '#f2f1fe',
  '#e3e0fb',
  '#c6c0f6',
  '#a9a1f3',
  '#8b81ea',
  '#6f63e0',
  '#574bd0',
  '#493eb6',
  '#3c3397',
  '#302978',
];

const red: MantineColorsTuple = [
  '#fdf1f0',
  '#fae0de',
  '#f3c0bc',
  '#eb9d97',
  '#f08a82',
  '#cb443b',
  '#c0362d',
  '#a72b23',
  '#8c231c',
  '#6f1b16',
];

const gray: MantineColorsTuple = [
  '#fafafb',
  '#f4f4f6',
  '#e9eaed',
  '#dfe0e4',
  '#c9cbd2',
  '#a4a8b3',
  '#717684',
  '#525764',
  '#363a45',
  '#1d2028',
];

const dark: MantineColorsTuple = [
  '#d7dae0',
  '#b3b8c2',
  '#9aa0ad',
  '#6d7380',
  '#3a3e48',
  '#2b2e36',
  '#20232a',
  '#17191e',
  '#131418',
  '#0e0f12',
];

export const theme = createTheme({
  primaryColor: 'iris',
  primaryShade: { light: 6, dark: 5 },
  colors: { iris, red, gray, dark },
  black: '#1d2028',
  fontFamily:
    'Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  lineHeights: { xs: '1.4', sm: '1.5', md: '1.55', lg: '1.5', xl: '1.4' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '0.9375rem', lineHeight: '1.4' },
      h3: { fontSize: '0.875rem', lineHeight: '1.4' },
    },
  },
  defaultRadius: 6,
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'xs' }, styles: { label: { fontWeight: 500 } } },
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm', comboboxProps: { transitionProps: { duration: 80 } } } },
    Menu: { defaultProps: { shadow: 'md', transitionProps: { duration: 80 } } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': text.shell.close } } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true } },
  },
});

/** Greys of Mantine that miss 4.5:1 are set darker (light) or lighter (dark). */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#5b606d',
    '--mantine-color-placeholder': '#6b707d',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-anchor': '#493eb6',
    '--mantine-color-body': '#ffffff',
  },
  dark: {
    '--mantine-color-dimmed': '#9aa0ad',
    '--mantine-color-placeholder': '#8b919e',
    '--mantine-color-error': '#ff9489',
    '--mantine-color-anchor': '#b3acf7',
    '--mantine-color-body': '#131418',
  },
});
