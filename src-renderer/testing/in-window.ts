import { mount, type VueWrapper } from '@vue/test-utils';
import { TooltipProvider } from 'reka-ui';
import { defineComponent, h, type Component } from 'vue';

/** Mounts a component as the window does, with what its tooltips need around it. */
export function mountInWindow(component: Component, properties: Record<string, unknown>): VueWrapper {
  const around = defineComponent(() => () => h(TooltipProvider, null, () => h(component, properties)));
  return mount(around).findComponent(component);
}
