/** Lays the palette over the page and over antd. */

import { theme as antdTheme, ConfigProvider, type ThemeConfig } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { type ReactNode, useLayoutEffect, useMemo } from 'react';
import { usePreferences } from '../lib/preferences';
import { cssVariables, fontMono, fontSans, palettes, type Theme } from '../lib/tokens';

export function antdConfig(theme: Theme): ThemeConfig {
  const palette = palettes[theme];
  return {
    algorithm: [
      theme === 'dark' ? antdTheme.darkAlgorithm : antdTheme.defaultAlgorithm,
      antdTheme.compactAlgorithm,
    ],
    token: {
      colorBgLayout: palette.s0,
      colorBgContainer: palette.s1,
      colorBgElevated: palette.elevated,
      colorFillTertiary: palette.s3,
      colorFillQuaternary: palette.s2,
      colorBorder: palette.line2,
      colorBorderSecondary: palette.line,
      colorText: palette.t1,
      colorTextSecondary: palette.t2,
      colorTextTertiary: palette.t3,
      colorTextPlaceholder: palette.t3,
      colorTextDisabled: palette.t3,
      colorBgContainerDisabled: palette.s2,
      colorPrimary: palette.accent,
      colorInfo: palette.accent,
      colorLink: palette.accent,
      colorPrimaryBg: palette.accentBg,
      colorTextLightSolid: palette.onAccent,
      controlItemBgActive: palette.accentBg,
      controlItemBgHover: palette.s2,
      colorSuccess: palette.pass,
      colorSuccessBg: palette.passBg,
      colorWarning: palette.warn,
      colorWarningBg: palette.warnBg,
      colorError: palette.fail,
      colorErrorBg: palette.failBg,
      borderRadius: 5,
      borderRadiusSM: 3,
      borderRadiusLG: 6,
      // Compact takes four pixels off the height given here: 28 remain.
      controlHeight: 32,
      // Compact takes the small size, two below what is given here, as its base: 12 remain.
      fontSize: 14,
      fontSizeSM: 11,
      lineWidth: 1,
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.16s',
      fontFamily: fontSans,
      fontFamilyCode: fontMono,
      boxShadowSecondary: palette.sheetShadow,
    },
    components: {
      Input: { colorBorder: palette.ctl },
      InputNumber: { colorBorder: palette.ctl },
      Select: { colorBorder: palette.ctl },
      Radio: { colorBorder: palette.ctl },
      Checkbox: { colorBorder: palette.ctl },
      // A tooltip lies on the neutral fill in both themes.
      Tooltip: { colorBgSpotlight: palette.s3, colorTextLightSolid: palette.t1 },
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
    },
  };
}

export function ThemeProvider({ children }: { children: ReactNode }) {
  const { theme, language } = usePreferences();
  const config = useMemo(() => antdConfig(theme), [theme]);
  useLayoutEffect(() => {
    const root = document.documentElement;
    for (const [name, value] of Object.entries(cssVariables(palettes[theme]))) {
      root.style.setProperty(name, value);
    }
    root.style.setProperty('--font-sans', fontSans);
    root.style.setProperty('--font-mono', fontMono);
    root.style.colorScheme = theme;
    root.dataset.theme = theme;
    root.lang = language === 'zh' ? 'zh-CN' : 'en';
  }, [theme, language]);
  return (
    <ConfigProvider
      theme={config}
      locale={language === 'zh' ? zhCN : enUS}
      button={{ autoInsertSpace: false }}
    >
      {children}
    </ConfigProvider>
  );
}
