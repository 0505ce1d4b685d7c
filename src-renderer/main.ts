import { createApp } from 'vue';
import { createPinia } from 'pinia';
import './styles/index.css';
import StudioWindow from './app/StudioWindow.vue';
import { messageOf } from './app/messages.ts';
import { followTheme } from './app/theme.ts';
import { connectStudio } from './client/index.ts';
import { useStudio } from './stores/studio.ts';

followTheme();

const pinia = createPinia();
const place = document.querySelector('#app');
try {
  await useStudio(pinia).start(await connectStudio());
  place?.classList.remove('alone');
  createApp(StudioWindow).use(pinia).mount('#app');
} catch (error) {
  if (place) place.textContent = messageOf(error);
}
