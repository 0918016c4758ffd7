/** The parts of ECharts that are used; whatever is not named here stays out of the bundle. */

import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts';
import { BarChart, LineChart } from 'echarts/charts';
import type { GridComponentOption } from 'echarts/components';
import { AriaComponent, GridComponent, MarkLineComponent, MarkPointComponent } from 'echarts/components';
import type { ComposeOption, ECharts } from 'echarts/core';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([BarChart, LineChart, GridComponent, MarkLineComponent, MarkPointComponent, AriaComponent, SVGRenderer]);

export type ChartOption = ComposeOption<BarSeriesOption | LineSeriesOption | GridComponentOption>;

export function makeChart(element: HTMLElement): ECharts {
  return init(element, undefined, { renderer: 'svg' });
}

export type { ECharts };
