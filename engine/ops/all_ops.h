// The families of operators; all_ops.cpp puts them into one table. One line a family.
#pragma once

#include "engine/ops/op_def.h"

namespace whittle::ops {

std::span<const OpDef> faultOps();      // whittle.fault: planted failures, inside the compiler only
std::span<const OpDef> symbolicOps();   // sym_size, _operator.*, torch.sym_*, assertions
std::span<const OpDef> viewOps();       // view, reshape, permute, expand, squeeze, as_strided, aliases
std::span<const OpDef> slicingOps();    // select, slice, split, chunk, unbind
std::span<const OpDef> joinOps();       // cat, stack
std::span<const OpDef> matmulOps();     // mm, bmm, addmm, linear, matmul, dot, outer
std::span<const OpDef> einsumOps();     // einsum
std::span<const OpDef> convOps();       // convolution, conv1d to conv3d, their transposes
std::span<const OpDef> poolOps();       // max, average and adaptive pooling
std::span<const OpDef> resampleOps();   // constant padding, pixel_shuffle
std::span<const OpDef> attentionOps();  // scaled_dot_product_attention
std::span<const OpDef> attentionBackwardOps();  // its gradients
std::span<const OpDef> primOps();       // prims.convert_element_type, iota
std::span<const OpDef> resizeOps();     // resize
std::span<const OpDef> ctcLossOps();    // ctc_loss and its gradient
std::span<const OpDef> layerNormOps();  // layer and RMS norm
std::span<const OpDef> groupNormOps();  // group norm
std::span<const OpDef> batchNormOps();  // batch and instance norm
std::span<const OpDef> batchNormBackwardOps();
std::span<const OpDef> weightNormOps();  // _weight_norm, the interface and its gradient
std::span<const OpDef> quantizeOps();    // fake_quantize_*, quantized_decomposed.*
std::span<const OpDef> softmaxOps();    // softmax, log_softmax

std::span<const OpDef> lossOps();           // mse, huber, binary cross entropy, and their gradients
std::span<const OpDef> nllLossOps();        // nll_loss, nll_loss2d
std::span<const OpDef> compositeLossOps();  // cross_entropy_loss, kl_div, l1_loss

std::span<const OpDef> pointwiseUnaryOps();   // exp, abs, isnan: one element, no parameters
std::span<const OpDef> pointwiseBinaryOps();  // add, div, pow, maximum: two operands, promoted
std::span<const OpDef> activationOps();       // gelu, clamp: one element and parameters
std::span<const OpDef> activationBackwardOps();  // gelu_backward, elu_backward, glu_backward
std::span<const OpDef> comparisonOps();       // eq, logical_and, bitwise_or, where, masked_fill
std::span<const OpDef> higherOrderOps();      // cond, while_loop, map, scan: operators that run graphs
std::span<const OpDef> flexAttentionOps();    // flex_attention: attention with graphs for scores and mask
std::span<const OpDef> factoryOps();          // arange, full, clone, casts, tril
std::span<const OpDef> randomFactoryOps();    // rand, randn, randint, randperm and their *_like forms
std::span<const OpDef> distributionOps();     // uniform, normal, bernoulli, exponential, ..., multinomial
std::span<const OpDef> dropoutOps();          // dropout of every kind, rrelu
std::span<const OpDef> inductorRandomOps();   // prims.inductor_*: Philox by seed and offset
std::span<const OpDef> reductionOps();        // sum, mean, any, amax, var
std::span<const OpDef> indexOps();            // embedding, gather, scatter, index, nonzero
std::span<const OpDef> scatterOps();          // gather, scatter, scatter_reduce, index_add, index_reduce
std::span<const OpDef> partScatterOps();      // slice_scatter, select_scatter, diagonal_scatter
std::span<const OpDef> rearrangeOps();        // flip, roll, repeat, rot90, diag_embed, pixel_unshuffle
std::span<const OpDef> stackingOps();         // hstack, meshgrid, block_diag, cartesian_prod, tensor_split
std::span<const OpDef> differenceOps();       // diff, trapezoid, cumulative_trapezoid
std::span<const OpDef> positionOps();         // one_hot, triu_indices, where(condition), bincount, isin
std::span<const OpDef> uniqueOps();           // _unique2, unique_dim, unique_consecutive
std::span<const OpDef> statisticsOps();       // quantile, nanmedian, mode, cov, std_mean, histc
std::span<const OpDef> distanceOps();         // dist, cdist, pdist, cosine_similarity
std::span<const OpDef> productOps();          // tensordot, inner, addr, addbmm, bilinear
std::span<const OpDef> pointwiseMoreOps();    // gcd, heaviside, ldexp, frexp, logit, softshrink, glu
std::span<const OpDef> specialOps();          // digamma, erfcx, i0, zeta, bessel_j0, gammainc
std::span<const OpDef> padOps();              // reflection, replication and circular padding
std::span<const OpDef> upsampleOps();         // upsample_* of one to three dimensions and their gradients
std::span<const OpDef> gridOps();             // grid_sampler, affine_grid_generator
std::span<const OpDef> unfoldOps();           // im2col, col2im
std::span<const OpDef> convBackwardOps();     // convolution_backward
std::span<const OpDef> poolBackwardOps();     // gradients of pooling, max_unpool
std::span<const OpDef> recurrentOps();        // lstm, gru, rnn_tanh, rnn_relu and their cells
std::span<const OpDef> embeddingBagOps();     // embedding_bag
std::span<const OpDef> metadataOps();         // item, sym_stride, assertions about tensors
std::span<const OpDef> sortOps();             // sort, topk, cumsum, searchsorted

std::span<const OpDef> complexOps();        // real, view_as_real, conj, polar, angle
std::span<const OpDef> fftOps();            // _fft_c2c, fft_rfft, fft_fftshift and their kind
std::span<const OpDef> stftOps();           // stft, istft
std::span<const OpDef> linalgErrorsOps();   // what fails a run by LAPACK's number
std::span<const OpDef> linalgFactorOps();   // cholesky, qr, lu, eigenvalues, singular values
std::span<const OpDef> linalgSolveOps();    // solve, inverse, determinants, pinv
std::span<const OpDef> linalgProductOps();  // norms, powers, kron, trace, chains of products
std::span<const OpDef> householderOps();    // geqrf, ormqr, linalg_householder_product
std::span<const OpDef> linalgFormsOps();    // vander, tensorsolve, forms of pinv and matrix_rank with tensors

// Other names and further forms of what stands above, written in terms of it.
std::span<const OpDef> viewFormsOps();       // movedim, ravel, narrow with tensors, view(dtype), lift
std::span<const OpDef> viewBackwardOps();    // gradients of views: select_backward, slice_backward
std::span<const OpDef> convFormsOps();       // _convolution, conv3d by padding mode
std::span<const OpDef> batchNormFormsOps();  // _batch_norm_with_update, batch_norm_backward
std::span<const OpDef> windowOps();          // hann_window, hamming_window, blackman_window, kaiser_window
std::span<const OpDef> finiteDifferenceOps();  // torch.gradient
std::span<const OpDef> fractionalPoolOps();  // fractional_max_pool2d, fractional_max_pool3d
std::span<const OpDef> multilabelLossOps();  // multilabel_margin_loss
std::span<const OpDef> segmentOps();         // segment_reduce
std::span<const OpDef> countOps();           // poisson
std::span<const OpDef> maskedIndexOps();     // _unsafe_masked_index

}  // namespace whittle::ops
