// The page is complete without this script; from here on it can be filtered, sorted and walked.

readAddress();
listenForPointing();
listenForReview();
completeWhatComesNear();
listenForFilter();
listenForOrder();
listenForKeys();
control("controls").hidden = false;
applyFilter();
applyOrder();
showTarget();
document.documentElement.dataset.ready = "";
