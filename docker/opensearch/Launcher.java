import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.ko.KoreanAnalyzer;
import org.apache.lucene.analysis.ko.KoreanPartOfSpeechStopFilter;
import org.apache.lucene.analysis.ko.KoreanReadingFormFilter;
import org.apache.lucene.analysis.ko.KoreanTokenizer;
import org.apache.lucene.analysis.ko.POS;
import org.apache.lucene.analysis.ko.dict.UserDictionary;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.index.IndexSettings;
import org.opensearch.index.analysis.AbstractIndexAnalyzerProvider;
import org.opensearch.index.analysis.AbstractTokenFilterFactory;
import org.opensearch.index.analysis.AbstractTokenizerFactory;
import org.opensearch.index.analysis.Analysis;
import org.opensearch.index.analysis.AnalyzerProvider;
import org.opensearch.index.analysis.TokenFilterFactory;
import org.opensearch.index.analysis.TokenizerFactory;
import org.opensearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.AnalysisPlugin;
import org.opensearch.plugins.Plugin;

/** Starts one OpenSearch node on loopback: Launcher HOME HTTP_PORT TRANSPORT_PORT. For development and tests only. */
public class Launcher {
    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]).toAbsolutePath();
        Files.createDirectories(home.resolve("config"));
        Settings settings = Settings.builder()
            .put("path.home", home).put("path.data", home.resolve("data")).put("path.logs", home.resolve("logs"))
            .put("cluster.name", "imfact-development").put("node.name", "one")
            .put("discovery.type", "single-node")
            .put("http.host", "127.0.0.1").put("http.port", args[1])
            .put("transport.host", "127.0.0.1").put("transport.port", args[2])
            .put("node.store.allow_mmap", false)
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .build();
        Environment environment = InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), home.resolve("config"), () -> "one");
        Node node = new ListedPluginsNode(environment, List.of(
            org.opensearch.transport.Netty4Plugin.class,
            org.opensearch.analysis.common.CommonAnalysisPlugin.class,
            org.opensearch.painless.PainlessPlugin.class,
            org.opensearch.index.reindex.ReindexPlugin.class,
            org.opensearch.index.mapper.MapperExtrasPlugin.class,
            org.opensearch.join.ParentJoinPlugin.class,
            org.opensearch.knn.plugin.KNNPlugin.class,
            org.opensearch.neuralsearch.plugin.NeuralSearch.class,
            NoriPlugin.class));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                node.close();
            } catch (IOException exception) {
                throw new java.io.UncheckedIOException(exception);
            }
        }));
        node.start();
        Thread.currentThread().join();
    }

    /** A node with the plugins that it is given, since there is no plugins folder. */
    static class ListedPluginsNode extends Node {
        ListedPluginsNode(Environment environment, List<Class<? extends Plugin>> plugins) {
            super(environment, plugins, false);
        }
    }

    /** Korean analysis under the names and settings of the official analysis-nori plugin. */
    public static class NoriPlugin extends Plugin implements AnalysisPlugin {
        @Override
        public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
            return Map.of("nori_tokenizer", NoriTokenizer::new);
        }

        @Override
        public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
            return Map.of("nori_part_of_speech", NoriPartOfSpeech::new, "nori_readingform", NoriReadingForm::new);
        }

        @Override
        public Map<String, AnalysisProvider<AnalyzerProvider<? extends org.apache.lucene.analysis.Analyzer>>> getAnalyzers() {
            return Map.of("nori", NoriAnalyzer::new);
        }
    }

    static KoreanTokenizer.DecompoundMode decompoundMode(Settings settings) {
        String name = settings.get("decompound_mode", KoreanTokenizer.DEFAULT_DECOMPOUND.toString());
        return KoreanTokenizer.DecompoundMode.valueOf(name.toUpperCase(Locale.ENGLISH));
    }

    static UserDictionary userDictionary(Environment environment, Settings settings) {
        try {
            if (settings.get("user_dictionary") != null) {
                try (Reader reader = Analysis.getReaderFromFile(environment, settings, "user_dictionary")) {
                    return UserDictionary.open(reader);
                }
            }
            List<String> rules = settings.getAsList("user_dictionary_rules");
            return rules.isEmpty() ? null : UserDictionary.open(new java.io.StringReader(String.join("\n", rules)));
        } catch (IOException exception) {
            throw new IllegalArgumentException("unreadable user dictionary", exception);
        }
    }

    static Set<POS.Tag> stopTags(Settings settings) {
        List<String> tags = settings.getAsList("stoptags", null);
        return tags == null
            ? KoreanPartOfSpeechStopFilter.DEFAULT_STOP_TAGS
            : tags.stream().map(POS::resolveTag).collect(Collectors.toCollection(() -> EnumSet.noneOf(POS.Tag.class)));
    }

    static class NoriTokenizer extends AbstractTokenizerFactory {
        private final UserDictionary dictionary;
        private final KoreanTokenizer.DecompoundMode mode;
        private final boolean discardPunctuation;

        NoriTokenizer(IndexSettings index, Environment environment, String name, Settings settings) {
            super(index, settings, name);
            dictionary = userDictionary(environment, settings);
            mode = decompoundMode(settings);
            discardPunctuation = settings.getAsBoolean("discard_punctuation", true);
        }

        @Override
        public Tokenizer create() {
            return new KoreanTokenizer(KoreanTokenizer.DEFAULT_TOKEN_ATTRIBUTE_FACTORY, dictionary, mode, false, discardPunctuation);
        }
    }

    static class NoriPartOfSpeech extends AbstractTokenFilterFactory {
        private final Set<POS.Tag> tags;

        NoriPartOfSpeech(IndexSettings index, Environment environment, String name, Settings settings) {
            super(index, name, settings);
            tags = stopTags(settings);
        }

        @Override
        public TokenStream create(TokenStream stream) {
            return new KoreanPartOfSpeechStopFilter(stream, tags);
        }
    }

    static class NoriReadingForm extends AbstractTokenFilterFactory {
        NoriReadingForm(IndexSettings index, Environment environment, String name, Settings settings) {
            super(index, name, settings);
        }

        @Override
        public TokenStream create(TokenStream stream) {
            return new KoreanReadingFormFilter(stream);
        }
    }

    static class NoriAnalyzer extends AbstractIndexAnalyzerProvider<KoreanAnalyzer> {
        private final KoreanAnalyzer analyzer;

        NoriAnalyzer(IndexSettings index, Environment environment, String name, Settings settings) {
            super(index, name, settings);
            analyzer = new KoreanAnalyzer(userDictionary(environment, settings), decompoundMode(settings), stopTags(settings), false);
        }

        @Override
        public KoreanAnalyzer get() {
            return analyzer;
        }
    }
}
