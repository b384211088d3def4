// What Grafana's types say of a dashboard whose panels are time series of Prometheus, under rows.
import type { Dashboard, FieldConfig, Panel, RowPanel } from "@grafana/schema";
import type {
  FieldConfig as TimeSeriesField,
  Options as TimeSeriesOptions,
} from "@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen";

/** The package has no types for the queries of Prometheus. */
interface PrometheusQuery {
  refId: string;
  expr: string;
  legendFormat: string;
  datasource: Panel["datasource"];
}

interface TimeSeries extends Omit<Panel, "type" | "options" | "targets" | "fieldConfig"> {
  type: "timeseries";
  options: TimeSeriesOptions;
  targets: PrometheusQuery[];
  fieldConfig: { defaults: Omit<FieldConfig, "custom"> & { custom?: TimeSeriesField }; overrides: [] };
}

/** In JSON, the members of an enumeration are their values. */
type InJson<T> = T extends string
  ? `${T}`
  : T extends number | boolean | null | undefined
    ? T
    : unknown extends T
      ? T
      : T extends object
        ? { [K in keyof T]: InJson<T[K]> }
        : T;

export type TypedDashboard = InJson<Omit<Dashboard, "panels"> & { panels: (TimeSeries | RowPanel)[] }>;
