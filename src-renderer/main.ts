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
try {
  await useStudio(pinia).start(await connectStudio());
  createApp(StudioWindow).use(pinia).mount('#app');
} catch (error) {
  const place = document.getElementById('app');
  if (place) {
    place.className = 'alone';
    place.textContent = messageOf(error);
  }
}
