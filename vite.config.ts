import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('src/console'),
  base: '/',
  plugins: [react()],
  build: {
    outDir: here('dist/console'),
    emptyOutDir: true,
    target: 'es2022',
    // Nothing inline: the server's content security policy allows scripts and images from itself only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Charts are a piece of their own, which only the page that draws one loads; in kB, unpacked.
    chunkSizeWarningLimit: 600,
    rollupOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            { name: 'tanstack', test: /node_modules[\\/]@tanstack[\\/]/ },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': 'http://127.0.0.1:3000' },
  },
});
